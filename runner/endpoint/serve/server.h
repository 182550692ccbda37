// The embedded endpoint over HTTP: one port for each service, and one shared port that
// routes by Host ("<slug>.localhost[:port]"; a single service needs no such Host), else by the service that a
// request is signed for.
//
//   auto endpoint = EmbeddedEndpoint::start({voice_id, chime}, {});
//   endpoint->endpoints();   // {"voice-id": "http://127.0.0.1:40123", …}
//   …                        // any HTTP client, any number of threads
//   endpoint->stop();        // or let it go out of scope
//
// What the endpoint answers is Service's; this file and its two servers only move bytes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contract/model.h"
#include "endpoint/serve/service.h"

namespace hallmark::endpoint {

struct ServerOptions {
  Options endpoint;                   // of every service
  std::string host = "127.0.0.1";     // address to bind
  int port = 0;                       // of the shared port; 0: any free one
  std::map<std::string, int> ports;   // slug -> port; any free one where absent
  bool port_per_service = true;       // false: the shared port only
  bool any_wire = false;              // mutants of the wire may be set later (Service::set_mutants)
  std::size_t max_connections = 256;  // at once, on each port
  std::size_t max_body = std::size_t{64} << 20;
};

class EmbeddedEndpoint {
 public:
  // Throws DocumentError: "endpoint.protocol" (a contract states no protocol that Hallmark speaks),
  // "endpoint.bind" (address in use), "endpoint.slug" (two contracts of one name).
  [[nodiscard]] static std::unique_ptr<EmbeddedEndpoint> start(
      std::vector<std::shared_ptr<const contract::Model>> models, const ServerOptions& options = {});
  ~EmbeddedEndpoint();
  EmbeddedEndpoint(const EmbeddedEndpoint&) = delete;
  EmbeddedEndpoint& operator=(const EmbeddedEndpoint&) = delete;

  [[nodiscard]] const std::map<std::string, std::string>& endpoints()
      const;                                                // slug -> "http://127.0.0.1:PORT"
  [[nodiscard]] const std::string& url() const;             // of the shared port
  [[nodiscard]] Service& service(const std::string& slug);  // throws std::out_of_range
  [[nodiscard]] std::size_t stored() const;                 // resources in all stores
  [[nodiscard]] std::uint64_t requests() const;             // answered so far
  void stop();  // closes the ports and waits for requests under way; idempotent

 private:
  struct State;
  explicit EmbeddedEndpoint(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A target profile for a started endpoint, as JSON: addresses, region,
// identities for every role (derived afresh for each case; the keys beside that, named by `suffix`, are for
// who cannot derive any), provocations, what is verified.
[[nodiscard]] Json target_profile(const EmbeddedEndpoint& endpoint, const Options& options,
                                  const std::string& suffix);

}  // namespace hallmark::endpoint

// Example:
//
//   #include "contract/smithy.h"
//   const auto model =
//       std::make_shared<const contract::Model>(contract::read_smithy(core::load_json("model.json")));
//   const std::unique_ptr<EmbeddedEndpoint> endpoint = EmbeddedEndpoint::start({model});
//   std::string url = endpoint->url();  // for any HTTP client, any number of threads
//   endpoint->stop();                   // or let it go out of scope
