// HTTP messages as plain data, both directions. Nothing here sends or receives.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::wire {

struct Header {
  std::string name;  // as on the wire, any case
  std::string value;
  bool operator==(const Header&) const = default;
};

// In wire order; names compare without case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> headers) : headers_(headers) {}
  [[nodiscard]] const std::string* find(std::string_view name) const;  // the first; null when absent
  [[nodiscard]] std::vector<std::string> find_all(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  void add(std::string name, std::string value);
  void set(std::string name, std::string value);  // replaces every one of that name
  void remove(std::string_view name);
  [[nodiscard]] auto begin() const { return headers_.begin(); }
  [[nodiscard]] auto end() const { return headers_.end(); }
  [[nodiscard]] std::size_t size() const { return headers_.size(); }
  [[nodiscard]] bool empty() const { return headers_.empty(); }
  bool operator==(const Headers&) const = default;

 private:
  std::vector<Header> headers_;
};

struct Request {
  std::string method = "POST";
  std::string target = "/";  // origin form, already percent-encoded: path and query as sent
  Headers headers;           // Host included once it is known
  std::string body;
  std::string host_prefix;  // what @endpoint puts in front of the host: "data-"; may be empty
  [[nodiscard]] std::string_view path() const;   // of `target`, before '?'
  [[nodiscard]] std::string_view query() const;  // behind '?', without it
};

struct Response {
  int status = 0;
  std::string reason;
  std::string version = "HTTP/1.1";
  Headers headers;
  Headers trailers;
  std::string body;  // after transfer and content decoding
};

// "application/json" of "Application/JSON; charset=utf-8", lower case.
[[nodiscard]] std::string media_type_of(std::string_view content_type);

// Query parameters in order, percent-decoded. "a" has no value, "a=" an empty one.
struct QueryParameter {
  std::string name;
  std::optional<std::string> value;
};
[[nodiscard]] std::vector<QueryParameter> parse_query(std::string_view query, bool plus_is_space = true);

}  // namespace hallmark::wire

// Example:
//
//   Request request{.method = "PUT",
//                   .target = "/orders/o-1?tag=red",
//                   .headers = {{"Host", "127.0.0.1"}},
//                   .body = "{}"};
//   request.headers.set("content-type", "application/json");
//   for (const QueryParameter& parameter : parse_query(request.query()))
//     std::string name = parameter.name;
