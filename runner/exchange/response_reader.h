// Reads one HTTP/1.1 response from bytes as they come, strictly: what a lenient client
// would overlook is a fault. It touches no socket and never throws on any bytes.
//
// feed() until done(), or end_of_stream() when the peer closed; then take the result.
// The first fault is kept; after a fault that leaves the message readable (an illegal
// header, a bare LF, two lengths) reading goes on, so that the rest can be judged too.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "exchange/exchange.h"
#include "wire/http.h"

namespace hallmark::exchange {

struct ResponseLimits {
  std::size_t head = std::size_t{256} << 10;     // status line and headers; trailers likewise
  std::size_t body = std::size_t{64} << 20;      // after transfer decoding
  std::size_t decoded = std::size_t{128} << 20;  // after content decoding
  int informational = 16;                        // 1xx responses before the final one
  bool read_on = false;  // a body beyond its limit is not kept, but read to its end: see dropped_body()
};

class ResponseReader {
 public:
  // `method` of the request: HEAD has no body.
  ResponseReader(std::string method, const ResponseLimits& limits)
      : method_(std::move(method)), limits_(limits) {}

  // Takes any portion; what stands behind the message is counted as extra and dropped.
  void feed(std::string_view bytes);
  enum class End { closed, reset, timeout, cancelled };
  // No more bytes will come, and why. Settles the fault unless the message was whole.
  void end_of_stream(End end, std::string_view why = {});
  // Undoes gzip and deflate codings in place; called once, after done(). Unknown codings are left alone.
  void decode_content();

  [[nodiscard]] bool done() const { return state_ == State::done; }
  [[nodiscard]] bool has_status() const { return have_status_; }
  [[nodiscard]] bool any_byte() const { return bytes_ > 0; }
  // With ResponseLimits::read_on: the body was longer than its limit, and nothing of it was kept.
  [[nodiscard]] bool dropped_body() const { return dropped_; }
  // The message came to its end, whatever else is wrong with it; false also when that end cannot be known.
  [[nodiscard]] bool ended() const { return state_ == State::done && !stopped_; }
  // The connection can carry another request: the message was whole, without fault, and nobody said close.
  [[nodiscard]] bool keep_alive() const;

  [[nodiscard]] TransportFault fault() const { return fault_; }
  [[nodiscard]] const std::string& detail() const { return detail_; }
  [[nodiscard]] const std::string& raw_head() const {
    return raw_head_;
  }                                                             // of the final response, at most 64 KiB
  [[nodiscard]] std::optional<wire::Response> take_response();  // nullopt when no status line came

 private:
  enum class State {
    status_line,
    headers,
    fixed_body,
    chunk_size,
    chunk_data,
    chunk_end,
    trailers,
    until_close,
    done
  };

  void take_line(std::string line, bool bare_lf);
  void status_line(const std::string& line);
  void header_line(const std::string& line, wire::Headers& headers);
  void head_complete();
  void chunk_line(const std::string& line);
  void append_body(std::string_view bytes);
  void set_fault(TransportFault fault, std::string detail);
  void stop(TransportFault fault, std::string detail);
  [[nodiscard]] std::string progress() const;

  std::string method_;
  ResponseLimits limits_;
  State state_ = State::status_line;
  wire::Response response_;
  bool have_status_ = false;
  bool close_ = false;
  bool stopped_ = false;
  int informational_ = 0;
  std::string line_;  // the line being read
  std::size_t head_bytes_ = 0;
  std::size_t extensions_ = 0;  // of chunks, in bytes
  std::size_t bytes_ = 0;
  std::size_t extra_ = 0;
  std::size_t remaining_ = 0;  // of a fixed body or chunk
  std::size_t body_bytes_ = 0;
  bool dropped_ = false;
  std::optional<std::size_t> length_;
  std::string raw_head_;
  TransportFault fault_ = TransportFault::none;
  std::string detail_;
};

}  // namespace hallmark::exchange
