#include "importers/page_service.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "contract/model.h"
#include "core/text.h"

namespace hallmark::importers {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

// "2020-01-01"
bool is_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && is_digits(text.substr(0, 4)) &&
         is_digits(text.substr(5, 2)) && is_digits(text.substr(8, 2));
}

std::string_view word_at(std::string_view text, std::size_t at) {
  return text.substr(at, std::min(text.find_first_of(" \t\r\n/)\"'<>", at), text.size()) - at);
}

// ".../goto/<sdk>/<service>-<version>/<Operation>"
bool by_links(std::string_view text, PageService& service) {
  for (std::size_t at = text.find("/goto/"); at != std::string_view::npos; at = text.find("/goto/", at + 1)) {
    const std::string_view sdk = word_at(text, at + 6);
    const std::size_t begin = at + 6 + sdk.size() + 1;
    if (begin >= text.size()) return false;
    const std::string_view uid = word_at(text, begin);
    if (uid.size() < 12 || uid[uid.size() - 11] != '-' || !is_date(uid.substr(uid.size() - 10))) continue;
    service.version = uid.substr(uid.size() - 10);
    service.slug = contract::slug_of(uid.substr(0, uid.size() - 11));
    return true;
  }
  return false;
}

// "X-Amz-Target: Fences_20200101.PaintFence" in a sample of this operation.
void read_target(std::string_view text, std::string_view operation, PageService& service) {
  const std::string lower = core::to_lower(text);
  for (std::size_t at = lower.find("x-amz-target:"); at != std::string::npos;
       at = lower.find("x-amz-target:", at + 1)) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n", at + 13);
    if (begin == std::string_view::npos) return;
    const std::string_view target = word_at(text, begin);
    const std::size_t dot = target.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || target.substr(dot + 1) != operation) continue;
    service.target_prefix = target.substr(0, dot);
    return;
  }
}

std::string slug_of_target(std::string_view prefix) {
  prefix = prefix.substr(prefix.rfind('.') == std::string_view::npos ? 0 : prefix.rfind('.') + 1);
  const std::size_t mark = prefix.rfind('_');
  if (mark != std::string_view::npos && is_digits(prefix.substr(mark + 1))) prefix = prefix.substr(0, mark);
  return contract::slug_of(prefix);
}

// "Host: fences.us-east-1.amazonaws.com": what is left without domain, region and words that any host has.
std::string slug_of_host(std::string_view text) {
  const std::size_t at = text.find("Host: ");
  if (at == std::string_view::npos) return {};
  std::string_view host = word_at(text, at + 6);
  bool known = false;
  for (const std::string_view domain : {".aws.amazon.com", ".amazonaws.com", ".api.aws"}) {
    if (!host.ends_with(domain)) continue;
    host.remove_suffix(domain.size());
    known = true;
    break;
  }
  if (!known) return {};
  std::vector<std::string> labels;
  for (const std::string& label : core::split(host, '.')) {
    const bool region = label.size() > 2 && label.find('-') != std::string::npos &&
                        std::isdigit(static_cast<unsigned char>(label.back())) != 0;
    const bool named = std::any_of(label.begin(), label.end(), [](unsigned char c) {
      return std::islower(c) == 0 && std::isdigit(c) == 0 && c != '-';
    });
    if (!region && !named && label != "service" && label != "api") labels.push_back(label);
  }
  return labels.size() == 1 ? contract::slug_of(labels.front()) : std::string();
}

// "https://docs.example.com/fences/latest/APIReference/API_PaintFence.html", of the page itself.
std::string slug_of_address(std::string_view text, std::string_view operation) {
  const std::string end = "/API_" + std::string(operation) + ".html";
  for (std::size_t at = text.find(end); at != std::string_view::npos; at = text.find(end, at + 1)) {
    const std::size_t begin = text.substr(0, at).rfind("://");
    if (begin == std::string_view::npos || at - begin > 200) continue;
    const std::vector<std::string> parts = core::split(text.substr(begin + 3, at - begin - 3), '/');
    if (parts.size() > 2 && parts[2] == "latest") return contract::slug_of(core::to_lower(parts[1]));
  }
  return {};
}

// <a name="fences-PaintFence-request-colour">; "SSS" stands where the generator was told no name.
std::string slug_of_anchor(std::string_view text, std::string_view operation) {
  for (const char* separator : {"-", "_"}) {
    for (const char* side : {"-request-", "-response-"}) {
      const std::size_t at = text.find(separator + std::string(operation) + side);
      if (at == std::string_view::npos) continue;
      const std::size_t begin = text.substr(0, at).find_last_of("\"#(");
      if (begin == std::string_view::npos) continue;
      const std::string_view prefix = text.substr(begin + 1, at - begin - 1);
      if (prefix.size() > 2 && prefix != "SSS" && prefix.find_first_of(" \n") == std::string_view::npos)
        return contract::slug_of(core::to_lower(prefix));
    }
  }
  return {};
}

}  // namespace

PageService service_of_page(std::string_view text, std::string_view file, std::string_view operation) {
  PageService service;
  const std::string_view name = file.substr(file.find_last_of('/') + 1);
  const std::size_t at = name.find("." + std::string(operation) + ".");
  const bool linked = by_links(text, service);
  read_target(text, operation, service);
  if (at != std::string_view::npos && at != 0) {
    service.slug = name.substr(0, at);
    service.stated = true;
    return service;
  }
  if (linked) return service;
  if (!service.target_prefix.empty()) service.slug = slug_of_target(service.target_prefix);
  if (service.slug.empty()) service.slug = slug_of_address(text, operation);
  if (service.slug.empty()) service.slug = slug_of_host(text);
  if (service.slug.empty()) service.slug = slug_of_anchor(text, operation);
  return service;
}

}  // namespace hallmark::importers
