// What goes out for a request: the answer, and how its bytes are put on the wire.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "wire/http.h"

namespace hallmark::endpoint {

// How an answer's bytes go out: what mutants and variations of the wire ask of the server.
// All defaults: a plain answer with Content-Length.
struct WirePlan {
  std::vector<std::string> interim;  // heads sent before the answer: "HTTP/1.1 103 Early Hints\r\n…\r\n\r\n"
  std::optional<std::size_t> cut_after;       // body bytes after which the connection closes
  std::optional<std::size_t> cut_head_after;  // likewise of the head
  std::optional<long long> content_length;    // stated instead of the true one
  bool no_content_length = false;             // and no chunks: the end is the connection's
  bool conflicting_length = false;            // a second Content-Length, one larger
  bool chunked = false;
  bool broken_chunk = false;           // a chunk size that is no number
  wire::Headers trailers;              // with chunked
  bool reset = false;                  // RST where it would have closed or ended
  bool close = false;                  // Connection: close
  std::size_t segment = 0;             // bytes per write; 0: all at once
  std::chrono::milliseconds delay{0};  // before the first byte
  std::string status_line;             // instead of the true one, without CRLF
  std::string behind;                  // bytes behind the body
  [[nodiscard]] bool plain() const;    // an ordinary server can send it
};

struct SentAnswer {
  wire::Response response;
  WirePlan wire;
  bool mutated = false;  // a mutant of the stages output, response, error or wire changed it
};

}  // namespace hallmark::endpoint
