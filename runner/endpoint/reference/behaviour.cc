#include "endpoint/reference/behaviour.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace hallmark::endpoint {

bool Call::has(std::string_view member) const {
  const auto it = input.find(std::string(member));
  return it != input.end() && !it->is_null();
}

std::string Call::text(std::string_view member) const {
  const auto it = input.find(std::string(member));
  return it != input.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::string Call::arn(std::string_view service, std::string_view path, bool regional) const {
  return fmt::format("arn:aws:{}:{}:{}:{}", service, regional ? options.region : "", account.number, path);
}

std::string Call::time(core::Time at) const {
  auto shown = std::chrono::floor<std::chrono::milliseconds>(at);
  // A whole second looks like the word of a clock that has no fractions, and is compared as one.
  if (shown == std::chrono::floor<std::chrono::seconds>(shown)) shown += std::chrono::milliseconds(1);
  return core::format_time(shown, core::TimestampFormat::date_time);
}

std::optional<std::size_t> Call::number(std::string_view member) const {
  const auto it = input.find(std::string(member));
  if (it == input.end() || !it->is_number_integer()) return std::nullopt;
  return static_cast<std::size_t>(std::max<std::int64_t>(it->get<std::int64_t>(), 0));
}

std::string text_of(const Json& object, const char* member) {
  if (!object.is_object()) return {};
  const auto it = object.find(member);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

Resource& Call::create(const std::string& kind, std::string id, std::string key) const {
  if (mutants.has("identifier-constant")) {
    id.assign(id.size(), 'a');
    key = id;
  }
  if (key.empty()) key = id;
  auto& resources = account.kinds[kind];
  // Only mutants make a second one of the same name.
  while (resources.contains(key) && !mutants.has("identifier-constant")) key += '+';
  Resource& resource = resources[key];
  resource = Resource{.kind = kind,
                      .id = std::move(id),
                      .key = key,
                      .created = now,
                      .updated = now,
                      .sequence = ids.sequence(),
                      .creator = caller.credentials.access_key_id};
  return resource;
}

void Call::touch(Resource& resource) const {
  if (mutants.acts("growth-missing")) return;
  ++resource.version;
  if (mutants.has("update-time-not-advanced")) return;
  if (mutants.has("update-time-before-creation")) {
    resource.updated = resource.created - std::chrono::hours(1);
    return;
  }
  resource.updated = std::max(now, resource.updated + std::chrono::milliseconds(1));
}

void Call::erase(const std::string& kind, const std::string& key) const {
  const auto it = account.kinds.find(kind);
  if (it == account.kinds.end()) return;
  constexpr std::size_t most_removed =
      200;  // of a kind: enough for whoever asks for what it has just removed
  auto& removed = account.removed[kind];
  if (removed.size() >= most_removed) removed.clear();
  if (const auto found = it->second.find(key); found != it->second.end())
    removed.insert_or_assign(key, std::move(found->second));
  it->second.erase(key);
  if (it->second.empty()) account.kinds.erase(it);
}

bool Call::full(const std::string& kind, int default_limit) const {
  if (caller.role != "limits") return false;
  const auto it = options.limits.find(kind);
  const int limit = it == options.limits.end() ? default_limit : it->second;
  return limit >= 0 &&
         account.count(kind, caller.credentials.access_key_id) >= static_cast<std::size_t>(limit);
}

Result raise(std::string exception, std::string message, Json members) {
  return {.raised = Raised{.name = std::move(exception),
                           .message = std::move(message),
                           .members = std::move(members),
                           .status = std::nullopt}};
}

Result raise(const Call& call, Refusal refusal, std::string message) {
  return {.raised = refuse(call.model, call.operation, call.protocol, refusal, std::move(message))};
}

std::optional<Page> page_of(std::size_t total, const std::string& token, std::optional<std::size_t> size) {
  Page page;
  if (!token.empty()) {
    constexpr std::string_view prefix = "page-";
    if (!token.starts_with(prefix)) return std::nullopt;
    const char* begin = token.data() + prefix.size();
    const char* end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(begin, end, page.first);
    if (error != std::errc() || stop != end || begin == end) return std::nullopt;
    page.first = std::min(page.first, total);
  }
  page.last = size && *size < total - page.first ? page.first + *size : total;
  if (page.last < total) page.next = fmt::format("page-{}", page.last);
  return page;
}

Json project(const contract::Model& model, const contract::Shape& shape, const Json& value) {
  using contract::ShapeType;
  switch (shape.type) {
    case ShapeType::structure:
    case ShapeType::union_shape: {
      if (!value.is_object()) return value;
      Json kept = Json::object();
      for (const auto& member : shape.members) {
        const auto it = value.find(member.name);
        if (it == value.end() || it->is_null()) continue;
        kept[member.name] = project(model, contract::target_of(model, member), *it);
      }
      return kept;
    }
    case ShapeType::list: {
      const auto* item = shape.member("member");
      if (!value.is_array() || item == nullptr) return value;
      Json kept = Json::array();
      for (const auto& entry : value)
        kept.push_back(project(model, contract::target_of(model, *item), entry));
      return kept;
    }
    case ShapeType::map: {
      const auto* item = shape.member("value");
      if (!value.is_object() || item == nullptr) return value;
      Json kept = Json::object();
      for (const auto& [key, entry] : value.items()) {
        kept[key] = project(model, contract::target_of(model, *item), entry);
      }
      return kept;
    }
    default:
      return value;
  }
}

}  // namespace hallmark::endpoint
