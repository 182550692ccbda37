#include "proxy/passed.h"

namespace hallmark::proxy {

exchange::HttpExchange http_of(Passed passed) {
  exchange::HttpExchange http;
  http.request = std::move(passed.request);
  http.url = std::move(passed.url);
  http.started = passed.started;
  http.duration = passed.duration;
  http.time_to_status = passed.time_to_status;
  http.bytes_sent = passed.bytes_sent;
  http.retries = passed.retries;
  if (passed.unsent != exchange::TransportFault::none) {
    http.fault = passed.unsent;
    http.detail = std::move(passed.why);
    return http;
  }
  passed.answer.decode_content();
  http.fault = passed.answer.fault();
  http.detail = passed.answer.detail();
  http.raw_head = passed.answer.raw_head();
  http.response = passed.answer.take_response();
  if (http.response) {
    const int status = http.response->status;
    http.redirected = status >= 300 && status < 400 && http.response->headers.has("location");
  }
  return http;
}

}  // namespace hallmark::proxy
