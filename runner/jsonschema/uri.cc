#include "jsonschema/uri.h"

#include <optional>

#include "core/text.h"

namespace hallmark::jsonschema {
namespace {

struct Uri {
  std::optional<std::string> scheme, authority, query, fragment;
  std::string path;
};

bool is_scheme(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (text.empty() || !letter(text.front())) return false;
  for (const char c : text) {
    if (!letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return false;
  }
  return true;
}

Uri parse(std::string_view text) {
  Uri uri;
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    uri.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
    uri.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (const std::size_t colon = text.find(':');
      colon != std::string_view::npos && is_scheme(text.substr(0, colon))) {
    uri.scheme = core::to_lower(text.substr(0, colon));
    text = text.substr(colon + 1);
  }
  if (text.substr(0, 2) == "//") {
    const std::size_t slash = text.find('/', 2);
    uri.authority = text.substr(2, slash == std::string_view::npos ? slash : slash - 2);
    text = slash == std::string_view::npos ? std::string_view() : text.substr(slash);
  }
  uri.path = text;
  return uri;
}

std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    if (path.substr(0, 3) == "../") {
      path.remove_prefix(3);
    } else if (path.substr(0, 2) == "./" || path.substr(0, 3) == "/./") {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.substr(0, 4) == "/../" || path == "/..") {
      path = path == "/.." ? std::string_view("/") : path.substr(3);
      const std::size_t slash = out.rfind('/');
      out.erase(slash == std::string::npos ? 0 : slash);
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const std::size_t slash = path.find('/', 1);
      out += path.substr(0, slash);
      path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
    }
  }
  return out;
}

std::string merged(const Uri& base, const std::string& path) {
  if (base.authority && base.path.empty()) return "/" + path;
  const std::size_t slash = base.path.rfind('/');
  return slash == std::string::npos ? path : base.path.substr(0, slash + 1) + path;
}

std::string written(const Uri& uri) {
  std::string text;
  if (uri.scheme) text += *uri.scheme + ":";
  if (uri.authority) text += "//" + *uri.authority;
  text += uri.path;
  if (uri.query) text += "?" + *uri.query;
  if (uri.fragment) text += "#" + *uri.fragment;
  return text;
}

}  // namespace

std::string resolve_uri(std::string_view base_text, std::string_view reference_text) {
  Uri reference = parse(reference_text);
  if (reference.scheme) {
    if (reference.authority) reference.path = without_dots(reference.path);
    return written(reference);
  }
  const Uri base = parse(base_text);
  Uri target = base;
  target.fragment = reference.fragment;
  if (reference.authority) {
    target.authority = reference.authority;
    target.path = without_dots(reference.path);
    target.query = reference.query;
  } else if (reference.path.empty()) {
    if (reference.query) target.query = reference.query;
  } else {
    const bool rooted = reference.path.front() == '/';
    target.path = without_dots(rooted ? reference.path : merged(base, reference.path));
    target.query = reference.query;
  }
  return written(target);
}

UriParts split_fragment(std::string_view uri) {
  const std::size_t hash = uri.find('#');
  if (hash == std::string_view::npos) return {.document = std::string(uri), .fragment = {}};
  return {.document = std::string(uri.substr(0, hash)),
          .fragment = core::percent_decode(uri.substr(hash + 1))};
}

}  // namespace hallmark::jsonschema
