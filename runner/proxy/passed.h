// One exchange that went through the proxy, as it is handed on to be judged.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "core/clock.h"
#include "exchange/exchange.h"
#include "exchange/response_reader.h"

namespace hallmark::proxy {

struct Passed {
  wire::Request request;            // as the endpoint got it; the body empty when it was too long to keep
  std::string url;                  // scheme://host:port of the endpoint
  exchange::ResponseReader answer;  // read to its end; codings not undone yet
  exchange::TransportFault unsent =
      exchange::TransportFault::none;  // there was no connection; `why` says more
  std::string why;
  std::string not_judged;  // why nothing can be said about the endpoint; empty: it can be judged
  core::Time started{};
  std::chrono::microseconds duration{0}, time_to_status{0};
  std::size_t bytes_sent = 0;
  int retries = 0;
  std::size_t weight = 0;  // bytes of both bodies that are kept, or more
};

// Undoes the content's codings, which takes its time: to be called where no client waits.
[[nodiscard]] exchange::HttpExchange http_of(Passed passed);

}  // namespace hallmark::proxy
