#include "wire/http.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace hallmark::wire {

const std::string* Headers::find(std::string_view name) const {
  for (const Header& header : headers_) {
    if (core::equal_ignoring_case(header.name, name)) return &header.value;
  }
  return nullptr;
}

std::vector<std::string> Headers::find_all(std::string_view name) const {
  std::vector<std::string> values;
  for (const Header& header : headers_) {
    if (core::equal_ignoring_case(header.name, name)) values.push_back(header.value);
  }
  return values;
}

void Headers::add(std::string name, std::string value) {
  headers_.push_back({.name = std::move(name), .value = std::move(value)});
}

void Headers::set(std::string name, std::string value) {
  const auto same = [&](const Header& header) { return core::equal_ignoring_case(header.name, name); };
  const auto first = std::find_if(headers_.begin(), headers_.end(), same);
  if (first == headers_.end()) {
    add(std::move(name), std::move(value));
    return;
  }
  headers_.erase(std::remove_if(first + 1, headers_.end(), same), headers_.end());
  *first = {.name = std::move(name), .value = std::move(value)};
}

void Headers::remove(std::string_view name) {
  std::erase_if(headers_, [&](const Header& header) { return core::equal_ignoring_case(header.name, name); });
}

std::string_view Request::path() const { return std::string_view(target).substr(0, target.find('?')); }

std::string_view Request::query() const {
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) return {};
  return std::string_view(target).substr(mark + 1);
}

std::string media_type_of(std::string_view content_type) {
  return core::to_lower(core::trim(content_type.substr(0, content_type.find(';'))));
}

std::vector<QueryParameter> parse_query(std::string_view query, bool plus_is_space) {
  std::vector<QueryParameter> parameters;
  while (!query.empty()) {
    const std::string_view piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), piece.size() + 1));
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    QueryParameter parameter{.name = core::percent_decode(piece.substr(0, equals), plus_is_space),
                             .value = {}};
    if (equals != std::string_view::npos) {
      parameter.value = core::percent_decode(piece.substr(equals + 1), plus_is_space);
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

}  // namespace hallmark::wire
