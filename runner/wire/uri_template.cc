#include "wire/uri_template.h"

#include <algorithm>
#include <cstddef>

#include "core/text.h"

namespace hallmark::wire {
namespace {

std::string_view without_slash(std::string_view path) {
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  return path;
}

UriSegment parse_segment(const std::string& text) {
  const std::size_t open = text.find('{');
  const std::size_t close = open == std::string::npos ? open : text.find('}', open);
  if (close == std::string::npos) return {.prefix = text, .label = {}, .suffix = {}, .greedy = false};
  UriSegment segment{.prefix = text.substr(0, open),
                     .label = text.substr(open + 1, close - open - 1),
                     .suffix = text.substr(close + 1),
                     .greedy = false};
  if (!segment.label.empty() && segment.label.back() == '+') {
    segment.label.pop_back();
    segment.greedy = true;
  }
  return segment;
}

// Adds the label's value, when the raw text of one segment (or several, joined) fits.
bool match_segment(const UriSegment& segment, std::string_view raw, Labels& labels) {
  if (segment.label.empty()) return raw == segment.prefix || core::percent_decode(raw) == segment.prefix;
  if (raw.size() <= segment.prefix.size() + segment.suffix.size()) return false;
  if (!raw.starts_with(segment.prefix) || !raw.ends_with(segment.suffix)) return false;
  raw.remove_prefix(segment.prefix.size());
  raw.remove_suffix(segment.suffix.size());
  labels.emplace_back(segment.label, core::percent_decode(raw));
  return true;
}

}  // namespace

UriTemplate parse_uri_template(std::string_view uri) {
  UriTemplate parsed;
  const std::size_t mark = uri.find('?');
  if (mark != std::string_view::npos) {
    parsed.literal_query = std::string(uri.substr(mark + 1));
    parsed.literals = parse_query(parsed.literal_query, false);
  }
  for (const std::string& text : core::split(without_slash(uri.substr(0, mark)), '/')) {
    parsed.segments.push_back(parse_segment(text));
  }
  if (parsed.segments.empty()) parsed.segments.emplace_back();
  return parsed;
}

std::optional<Labels> match_path(const UriTemplate& uri, std::string_view path) {
  std::vector<std::string> raw = core::split(without_slash(path), '/');
  if (raw.empty()) raw.emplace_back();
  if (raw.size() < uri.segments.size()) return std::nullopt;
  const auto greedy =
      std::find_if(uri.segments.begin(), uri.segments.end(), [](const auto& s) { return s.greedy; });
  const std::size_t surplus = raw.size() - uri.segments.size();
  if (surplus > 0 && greedy == uri.segments.end()) return std::nullopt;
  Labels labels;
  std::size_t at = 0;
  for (auto segment = uri.segments.begin(); segment != uri.segments.end(); ++segment) {
    std::string text = raw[at++];
    if (segment == greedy) {
      for (std::size_t i = 0; i < surplus; ++i) text += '/' + raw[at++];
    }
    if (!match_segment(*segment, text, labels)) return std::nullopt;
  }
  return labels;
}

bool has_literals(const UriTemplate& uri, const std::vector<QueryParameter>& query) {
  return std::all_of(uri.literals.begin(), uri.literals.end(), [&](const QueryParameter& literal) {
    const auto named = [&](const QueryParameter& sent) { return sent.name == literal.name; };
    if (literal.name == "x-id" && std::none_of(query.begin(), query.end(), named)) return true;
    return std::any_of(query.begin(), query.end(), [&](const QueryParameter& sent) {
      return sent.name == literal.name && sent.value.value_or("") == literal.value.value_or("");
    });
  });
}

}  // namespace hallmark::wire
