#include "run/recorded_proxied.h"

#include "core/text.h"
#include "exchange/recording.h"
#include "run/recorded_secrets.h"

namespace hallmark::run {
namespace {

// What the exchange says of itself.
void complete(RecordedItem& item) {
  item.kind = RecordedKind::proxied;
  item.has_request = true;
  if (item.skipped.empty() && item.http.response && item.http.response->status == 304)
    item.skipped = "the client has what it asked for already (304)";
  if (const std::string* host = item.http.request.headers.find("host")) {
    item.host = core::to_lower(core::trim(*host));
    const std::size_t colon = item.host.rfind(':');
    if (colon != std::string::npos && item.host.find(']', colon) == std::string::npos)
      item.host.resize(colon);
  }
}

}  // namespace

RecordedItem proxied_item(exchange::HttpExchange http, std::string not_judged, const core::Secrets& secrets) {
  RecordedItem item;
  redact_credentials(http, secrets);
  item.http = std::move(http);
  item.skipped = std::move(not_judged);
  complete(item);
  return item;
}

Json line_of_proxied(const RecordedItem& item) {
  Json line{{"exchange", exchange::to_json(item.http)}};
  if (!item.skipped.empty()) line["not_judged"] = item.skipped;
  return line;
}

RecordedItem item_of_proxied(const Json& line) {
  RecordedItem item;
  std::string problem;
  std::optional<exchange::HttpExchange> http = exchange::http_from_json(line.at("exchange"), &problem);
  const auto why = line.find("not_judged");
  if (http && why != line.end() && !why->is_string()) problem = "not_judged is no text";
  if (!problem.empty()) {
    item.problem = "the exchange does not fit: " + problem;
    return item;
  }
  item.http = std::move(*http);
  if (why != line.end()) item.skipped = why->get<std::string>();
  complete(item);
  return item;
}

}  // namespace hallmark::run
