#include "proxy/request_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/text.h"

namespace hallmark::proxy {
namespace {

constexpr std::size_t max_chunk_line = 4096;

std::string shown(std::string_view text) { return "\"" + core::printable(core::shorten(text, 80)) + "\""; }

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

std::optional<std::size_t> number(std::string_view text, int base) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  const bool whole = !text.empty() && error == std::errc() && end == text.data() + text.size();
  return whole && text.front() != '-' && value < (std::size_t{1} << 60) ? std::optional(value) : std::nullopt;
}

bool list_names(const wire::Headers& headers, std::string_view name, std::string_view word) {
  for (const std::string& value : headers.find_all(name)) {
    for (const std::string& item : core::split(value, ',')) {
      if (core::equal_ignoring_case(core::trim(item), word)) return true;
    }
  }
  return false;
}

}  // namespace

std::size_t RequestReader::feed(std::string_view bytes) {
  const std::size_t all = bytes.size();
  const bool in_head = !head_complete();
  while (!bytes.empty() && problem_.empty() && state_ != State::done) {
    if (state_ == State::fixed_body || state_ == State::chunk_data) {
      const std::string_view part = bytes.substr(0, remaining_);
      bytes.remove_prefix(part.size());
      remaining_ -= part.size();
      keep(part);
      if (remaining_ == 0) state_ = state_ == State::fixed_body ? State::done : State::chunk_end;
      continue;
    }
    // No request of HTTP/1 begins so: TLS's handshake.
    if (!begun_ && line_.empty() && bytes.front() == '\x16') {
      problem_ = "the client speaks TLS; this proxy is plain HTTP: give the client an http:// URL";
      break;
    }
    const std::size_t newline = bytes.find('\n');
    const std::string_view part = bytes.substr(0, newline == std::string_view::npos ? newline : newline + 1);
    bytes.remove_prefix(part.size());
    line_ += part;
    const bool of_head = state_ == State::request_line || state_ == State::headers;
    if (of_head) raw_head_ += part;
    if (of_head || state_ == State::trailers) {
      head_bytes_ += part.size();
      if (head_bytes_ > limits_.head)
        problem_ = fmt::format("the head of the request is longer than {} bytes", limits_.head);
    } else if (line_.size() > max_chunk_line) {
      problem_ = fmt::format("the size line of a chunk is longer than {} bytes", max_chunk_line);
    }
    if (newline == std::string_view::npos || !problem_.empty()) {
      begun_ = begun_ || line_.find_first_not_of("\r\n") != std::string::npos;
      continue;
    }
    std::string line = std::move(line_);
    line_.clear();
    line.pop_back();
    if (line.ends_with('\r')) line.pop_back();
    take_line(std::move(line));
    if (in_head && head_complete()) break;
  }
  return all - bytes.size();
}

void RequestReader::take_line(std::string line) {
  switch (state_) {
    case State::request_line:
      if (!line.empty()) return request_line(line);
      raw_head_.clear();  // empty lines in front of a request are skipped, as RFC 9112 says
      return;
    case State::headers:
      return line.empty() ? head_ended() : header_line(line);
    case State::trailers:
      if (line.empty()) state_ = State::done;
      return;
    case State::chunk_size:
      return chunk_line(line);
    case State::chunk_end:
      if (!line.empty()) problem_ = "a chunk is longer than its size says: " + shown(line);
      state_ = State::chunk_size;
      return;
    default:
      return;
  }
}

void RequestReader::request_line(const std::string& line) {
  begun_ = true;
  if (line.starts_with("PRI * HTTP/2")) {
    problem_ = "the client speaks HTTP/2 without asking; this proxy speaks HTTP/1.1";
    return;
  }
  const std::size_t first = line.find(' '), second = line.rfind(' ');
  const std::string version = second == std::string::npos ? "" : line.substr(second + 1);
  request_.method = line.substr(0, first);
  if (first == std::string::npos || second == first || !is_token(request_.method) ||
      (version != "HTTP/1.1" && version != "HTTP/1.0")) {
    problem_ = "this is no HTTP/1.1 request: " + shown(line);
    return;
  }
  old_ = version == "HTTP/1.0";
  request_.target = line.substr(first + 1, second - first - 1);
  if (request_.method == "CONNECT") {
    problem_ =
        "the client takes this for a proxy that tunnels (CONNECT): give it this address as its endpoint URL";
    return;
  }
  if (const std::size_t scheme = request_.target.find("://");
      scheme != std::string::npos && is_token(request_.target.substr(0, scheme))) {
    absolute_ = true;
    const std::size_t end = request_.target.find_first_of("/?", scheme + 3);
    request_.target = end == std::string::npos ? "/" : request_.target.substr(end);
    if (request_.target.front() == '?') request_.target.insert(0, "/");
  }
  if (request_.target.empty() || request_.target.find(' ') != std::string::npos) {
    problem_ = "the target of the request is empty or holds a space: " + shown(line);
    return;
  }
  state_ = State::headers;
}

void RequestReader::header_line(const std::string& line) {
  const std::size_t colon = line.find(':');
  if (line.front() == ' ' || line.front() == '\t' || colon == std::string::npos ||
      !is_token(std::string_view(line).substr(0, colon)) || line.find('\0') != std::string::npos) {
    problem_ = "this is no header of a request: " + shown(line);
    return;
  }
  request_.headers.add(line.substr(0, colon),
                       std::string(core::trim(std::string_view(line).substr(colon + 1))));
}

void RequestReader::head_ended() {
  std::optional<std::size_t> length;
  for (const std::string& value : request_.headers.find_all("content-length")) {
    const auto stated = number(core::trim(value), 10);
    if (!stated || (length && *length != *stated)) {
      problem_ = "Content-Length is no number, or says two: " + shown(value);
      return;
    }
    length = stated;
  }
  if (request_.headers.has("transfer-encoding")) {
    chunked_ = list_names(request_.headers, "transfer-encoding", "chunked");
    if (!chunked_ || length || old_) {
      problem_ = chunked_ ? "both Transfer-Encoding and Content-Length say where the request ends"
                          : "Transfer-Encoding is not chunked: nobody can tell where the request ends";
      return;
    }
    state_ = State::chunk_size;
    head_bytes_ = 0;  // from here on, of the trailers
    return;
  }
  length_ = remaining_ = length.value_or(0);
  dropped_ = length_ > limits_.body;
  if (!dropped_) request_.body.reserve(std::min(length_, std::size_t{1} << 20));
  state_ = remaining_ == 0 ? State::done : State::fixed_body;
}

void RequestReader::chunk_line(std::string_view line) {
  const auto size = number(core::trim(line.substr(0, line.find(';'))), 16);
  if (!size) {
    problem_ = "the size of a chunk is not hexadecimal: " + shown(line);
    return;
  }
  remaining_ = *size;
  state_ = remaining_ == 0 ? State::trailers : State::chunk_data;
}

void RequestReader::keep(std::string_view bytes) {
  body_bytes_ += bytes.size();
  dropped_ = dropped_ || body_bytes_ > limits_.body;
  if (dropped_) {
    request_.body = {};
  } else {
    request_.body += bytes;
  }
}

bool RequestReader::keep_alive() const {
  if (list_names(request_.headers, "connection", "close")) return false;
  return !old_ || list_names(request_.headers, "connection", "keep-alive");
}

bool RequestReader::expects_continue() const {
  return !old_ && has_body() && list_names(request_.headers, "expect", "100-continue");
}

}  // namespace hallmark::proxy
