// Reads one HTTP/1.1 request from bytes as they come, only so far as a proxy must: where its head and its
// body end, what its head says, and the body as long as it is not too long. It touches no socket and never
// throws on any bytes.
//
//   while (!reader.head_complete()) in.remove_prefix(reader.feed(in));   // stops at the end of the head
//   while (!reader.done()) in.remove_prefix(reader.feed(in));            // and at the end of the request
//
// feed() with bytes takes at least one, unless the request is done or has a problem.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "wire/http.h"

namespace hallmark::proxy {

struct RequestLimits {
  std::size_t head = std::size_t{256} << 10;  // request line and headers; trailers likewise
  std::size_t body = std::size_t{16} << 20;   // what is kept, after transfer decoding
};

class RequestReader {
 public:
  explicit RequestReader(const RequestLimits& limits) : limits_(limits) {}

  // Takes what belongs to this request and answers how many bytes that was.
  [[nodiscard]] std::size_t feed(std::string_view bytes);

  [[nodiscard]] bool begun() const { return begun_; }  // a byte of the request line has come
  [[nodiscard]] bool head_complete() const { return state_ > State::headers; }
  [[nodiscard]] bool done() const { return state_ == State::done; }
  // Why these bytes cannot be passed on as a request, in words for who wrote the client; empty: they can.
  [[nodiscard]] const std::string& problem() const { return problem_; }

  // Once the head is complete. `target` is in origin form also when an absolute URL was sent; the body is
  // whole when done(), without its chunks, and empty when it was dropped.
  [[nodiscard]] wire::Request& request() { return request_; }
  [[nodiscard]] const std::string& raw_head() const { return raw_head_; }  // as it came, empty line included
  [[nodiscard]] bool was_absolute() const { return absolute_; }
  [[nodiscard]] bool is_http_1_0() const { return old_; }
  [[nodiscard]] bool keep_alive() const;        // the client can send another request behind this one
  [[nodiscard]] bool expects_continue() const;  // it waits for 100 Continue
  [[nodiscard]] bool has_body() const { return chunked_ || length_ > 0; }
  [[nodiscard]] bool is_chunked() const { return chunked_; }
  [[nodiscard]] std::size_t body_bytes() const { return body_bytes_; }  // so far
  [[nodiscard]] bool dropped_body() const { return dropped_; }          // it is longer than the limit

 private:
  enum class State { request_line, headers, fixed_body, chunk_size, chunk_data, chunk_end, trailers, done };
  void take_line(std::string line);
  void request_line(const std::string& line);
  void header_line(const std::string& line);
  void head_ended();
  void chunk_line(std::string_view line);
  void keep(std::string_view bytes);

  RequestLimits limits_;
  State state_ = State::request_line;
  wire::Request request_;
  std::string raw_head_, line_, problem_;
  std::size_t head_bytes_ = 0, remaining_ = 0, body_bytes_ = 0, length_ = 0;
  bool begun_ = false, absolute_ = false, old_ = false, chunked_ = false, dropped_ = false;
};

}  // namespace hallmark::proxy
