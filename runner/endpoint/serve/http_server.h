// The two servers beneath EmbeddedEndpoint, behind one interface: http_server_httplib.cc for well-formed
// traffic, http_server_wire.cc for answers whose very bytes are mutated.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "endpoint/serve/service.h"

namespace hallmark::endpoint {

// Callers that may wait to be accepted: as many as the kernel allows.
inline constexpr int backlog = 1024;

using Handler = std::function<SentAnswer(const wire::Request&)>;

struct Listening {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free one
  std::size_t max_connections = 256;
  std::size_t max_body = std::size_t{64} << 20;
};

class HttpServer {
 public:
  virtual ~HttpServer() = default;  // stops
  [[nodiscard]] virtual int port() const = 0;
  virtual void stop() = 0;  // idempotent; waits for requests under way
};

// Both throw DocumentError ("endpoint.bind") when the address cannot be had. The handler is called from
// many threads at once.
[[nodiscard]] std::unique_ptr<HttpServer> start_httplib_server(const Listening& listening, Handler handler);
[[nodiscard]] std::unique_ptr<HttpServer> start_wire_server(const Listening& listening, Handler handler);

}  // namespace hallmark::endpoint
