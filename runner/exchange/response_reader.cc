#include "exchange/response_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "exchange/content_coding.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t max_raw_head = std::size_t{64} << 10;
constexpr std::size_t max_chunk_line = 4096;
constexpr std::size_t kept_when_too_large = std::size_t{1} << 20;

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::size_t> number(std::string_view text, int base) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool list_names(const wire::Headers& headers, std::string_view name, std::string_view word) {
  for (const std::string& value : headers.find_all(name)) {
    for (const std::string& item : core::split(value, ',')) {
      if (core::equal_ignoring_case(core::trim(item), word)) return true;
    }
  }
  return false;
}

std::string in_bytes(std::size_t count) { return fmt::format("{} byte{}", count, count == 1 ? "" : "s"); }

std::string shown(std::string_view text) { return "\"" + core::printable(core::shorten(text, 80)) + "\""; }

}  // namespace

void ResponseReader::set_fault(TransportFault fault, std::string detail) {
  if (fault_ != TransportFault::none) return;
  fault_ = fault;
  detail_ = std::move(detail);
}

void ResponseReader::stop(TransportFault fault, std::string detail) {
  set_fault(fault, std::move(detail));
  stopped_ = true;
  state_ = State::done;
}

void ResponseReader::feed(std::string_view bytes) {
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    switch (state_) {
      case State::done:
        if (stopped_) return;
        if (extra_ == 0 && fault_ == TransportFault::none) {
          const bool second = bytes.starts_with("HTTP/");
          set_fault(TransportFault::extra_data,
                    second ? "a second response follows the answer to one request"
                           : fmt::format("bytes follow the end of the response: {}", shown(bytes)));
        }
        extra_ += bytes.size();
        return;
      case State::fixed_body:
      case State::chunk_data: {
        const std::string_view part = bytes.substr(0, remaining_);
        bytes.remove_prefix(part.size());
        remaining_ -= part.size();
        append_body(part);
        if (state_ == State::done) break;
        if (remaining_ == 0) state_ = state_ == State::fixed_body ? State::done : State::chunk_end;
        break;
      }
      case State::until_close:
        append_body(bytes);
        return;
      case State::status_line:
      case State::headers:
      case State::trailers:
      case State::chunk_size:
      case State::chunk_end: {
        const std::size_t newline = bytes.find('\n');
        const bool whole = newline != std::string_view::npos;
        const std::string_view part = bytes.substr(0, whole ? newline + 1 : bytes.size());
        bytes.remove_prefix(part.size());
        line_ += part;
        const bool in_head = state_ != State::chunk_size && state_ != State::chunk_end;
        if (in_head) {
          head_bytes_ += part.size();
          if (state_ != State::trailers && raw_head_.size() < max_raw_head) {
            raw_head_ += part.substr(0, max_raw_head - raw_head_.size());
          }
          if (head_bytes_ > limits_.head) {
            stop(TransportFault::limit_exceeded,
                 fmt::format("the head is longer than {} bytes", limits_.head));
            return;
          }
        } else if (line_.size() > max_chunk_line) {
          stop(TransportFault::undecodable_body, "a chunk's size line is longer than 4096 bytes");
          return;
        }
        // What cannot become a status line is refused at once: a peer of another protocol may never send a
        // newline.
        if (state_ == State::status_line && !line_.empty() && line_ != "\r\n" && line_ != "\n" &&
            line_ != "\r") {
          const std::string_view wanted = std::string_view("HTTP/").substr(0, line_.size());
          if (!std::string_view(line_).starts_with(wanted)) {
            stop(TransportFault::malformed_head,
                 "the answer does not begin with an HTTP status line: " + shown(line_));
            return;
          }
        }
        if (!whole) return;
        std::string line = std::move(line_);
        line_.clear();
        line.pop_back();
        const bool bare = !line.ends_with('\r');
        if (!bare) line.pop_back();
        take_line(std::move(line), bare);
        break;
      }
    }
  }
}

void ResponseReader::take_line(std::string line, bool bare_lf) {
  if (bare_lf) {
    if (state_ == State::chunk_size || state_ == State::chunk_end) {
      set_fault(TransportFault::undecodable_body, "a chunk's line ends in LF without CR");
    } else {
      set_fault(TransportFault::malformed_head, "a line of the head ends in LF without CR");
    }
  }
  switch (state_) {
    case State::status_line:
      status_line(line);
      return;
    case State::headers:
      line.empty() ? head_complete() : header_line(line, response_.headers);
      return;
    case State::trailers:
      if (line.empty()) {
        state_ = State::done;
      } else {
        header_line(line, response_.trailers);
      }
      return;
    case State::chunk_size:
      chunk_line(line);
      return;
    case State::chunk_end:
      if (!line.empty()) {
        stop(TransportFault::undecodable_body, "a chunk is longer than its size says: " + shown(line));
        return;
      }
      state_ = State::chunk_size;
      return;
    default:
      return;
  }
}

void ResponseReader::status_line(const std::string& line) {
  if (line.empty()) {  // a client may skip empty lines before a response; servers have no reason to send them
    set_fault(TransportFault::malformed_head, "an empty line stands before the status line");
    return;
  }
  const std::string_view text = line;
  const bool version = text.size() >= 8 && text.starts_with("HTTP/") && is_digit(text[5]) && text[6] == '.' &&
                       is_digit(text[7]);
  const bool status = text.size() >= 12 && text[8] == ' ' && is_digit(text[9]) && is_digit(text[10]) &&
                      is_digit(text[11]) && (text.size() == 12 || text[12] == ' ');
  if (!version || !status) {
    stop(TransportFault::malformed_head, "the status line is malformed: " + shown(line));
    return;
  }
  if (text[5] != '1') {
    stop(TransportFault::malformed_head,
         "the answer to an HTTP/1.1 request is " + std::string(text.substr(0, 8)));
    return;
  }
  if (text.size() == 12)
    set_fault(TransportFault::malformed_head, "the status line has no space behind its code");
  response_.version = text.substr(0, 8);
  response_.status = (text[9] - '0') * 100 + (text[10] - '0') * 10 + (text[11] - '0');
  response_.reason = text.size() > 13 ? std::string(text.substr(13)) : std::string();
  if (response_.status < 100) {
    stop(TransportFault::malformed_head, fmt::format("{} is no status code", text.substr(9, 3)));
    return;
  }
  have_status_ = true;
  state_ = State::headers;
}

void ResponseReader::header_line(const std::string& line, wire::Headers& headers) {
  if (line.front() == ' ' || line.front() == '\t') {
    set_fault(TransportFault::malformed_head, "a header is folded over two lines: " + shown(line));
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) {
    set_fault(TransportFault::malformed_head, "a header line has no colon: " + shown(line));
    return;
  }
  const std::string name = line.substr(0, colon);
  const std::string value(core::trim(std::string_view(line).substr(colon + 1)));
  if (!is_token(name)) {
    set_fault(TransportFault::malformed_head, "a header's name is illegal: " + shown(name));
    return;
  }
  const bool control = std::any_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
  if (control) {
    set_fault(TransportFault::malformed_head,
              fmt::format("the header {} holds a control character: {}", name, shown(value)));
  }
  headers.add(name, value);
}

void ResponseReader::head_complete() {
  const int status = response_.status;
  if (status < 200) {
    if (status == 101) {
      stop(TransportFault::malformed_head, "101 Switching Protocols, which was not asked for");
      return;
    }
    if (++informational_ > limits_.informational) {
      stop(TransportFault::limit_exceeded,
           fmt::format("more than {} 1xx responses before the final one", limits_.informational));
      return;
    }
    response_ = {};
    have_status_ = false;
    raw_head_.clear();
    state_ = State::status_line;
    return;
  }

  close_ = list_names(response_.headers, "connection", "close") ||
           (response_.version == "HTTP/1.0" && !list_names(response_.headers, "connection", "keep-alive"));
  std::string first;
  for (const std::string& value : response_.headers.find_all("content-length")) {
    for (const std::string& item : core::split(value, ',')) {
      const std::string text(core::trim(item));
      const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
      const std::optional<std::size_t> length = digits ? number(text, 10) : std::nullopt;
      if (!length) {
        // Nobody can tell where the body ends, and waiting for the end of the connection may take for ever.
        stop(TransportFault::malformed_head, "Content-Length is not a number: " + shown(value));
        return;
      } else if (!length_) {
        length_ = length;
        first = text;
      } else if (*length != *length_) {
        set_fault(TransportFault::conflicting_length,
                  fmt::format("Content-Length says {} and {}", first, text));
        // The shorter one surely comes: waiting for more than that may take for ever.
        length_ = std::min(*length, *length_);
        close_ = true;
      }
    }
  }
  const bool bodiless = method_ == "HEAD" || status == 204 || status == 304;
  if (response_.headers.has("transfer-encoding")) {
    std::vector<std::string> codings;
    for (const std::string& value : response_.headers.find_all("transfer-encoding")) {
      for (const std::string& item : core::split(value, ','))
        codings.push_back(core::to_lower(core::trim(item)));
    }
    if (length_)
      set_fault(TransportFault::conflicting_length, "both Transfer-Encoding and Content-Length are there");
    if (!bodiless && (codings.size() != 1 || codings[0] != "chunked")) {
      stop(TransportFault::undecodable_body,
           "Transfer-Encoding is not chunked alone: " + shown(core::join(codings, ", ")));
      return;
    }
    state_ = bodiless ? State::done : State::chunk_size;
    return;
  }
  if (bodiless) {
    state_ = State::done;
  } else if (length_) {
    remaining_ = *length_;
    if (remaining_ > limits_.body && !limits_.read_on) {
      stop(TransportFault::limit_exceeded,
           fmt::format("Content-Length says {} bytes, more than {}", *length_, limits_.body));
      return;
    }
    state_ = remaining_ == 0 ? State::done : State::fixed_body;
    // A string that grows is twice in memory; what is reserved and never comes costs nothing.
    response_.body.reserve(std::min(remaining_, limits_.body));
  } else {
    close_ = true;
    state_ = State::until_close;
  }
}

void ResponseReader::chunk_line(const std::string& line) {
  const std::string_view digits = core::trim(std::string_view(line).substr(0, line.find(';')));
  extensions_ += line.size() - digits.size();
  if (extensions_ > limits_.head) {
    stop(TransportFault::limit_exceeded,
         fmt::format("the extensions of its chunks are longer than {} bytes", limits_.head));
    return;
  }
  const std::optional<std::size_t> size = digits.size() <= 15 ? number(digits, 16) : std::nullopt;
  if (!size || digits.starts_with('-')) {
    stop(TransportFault::undecodable_body, "a chunk's size is not hexadecimal: " + shown(line));
    return;
  }
  if (*size > limits_.body && !limits_.read_on) {
    stop(TransportFault::limit_exceeded,
         fmt::format("a chunk of {} bytes, more than {}", *size, limits_.body));
    return;
  }
  remaining_ = *size;
  state_ = remaining_ == 0 ? State::trailers : State::chunk_data;
}

void ResponseReader::append_body(std::string_view bytes) {
  body_bytes_ += bytes.size();
  if (body_bytes_ > limits_.body && limits_.read_on) {
    dropped_ = true;
    response_.body = {};
    return;
  }
  if (response_.body.size() + bytes.size() > limits_.body) {
    response_.body.resize(std::min(response_.body.size(), kept_when_too_large));
    stop(TransportFault::limit_exceeded, fmt::format("the body is longer than {} bytes", limits_.body));
    return;
  }
  response_.body += bytes;
}

std::string ResponseReader::progress() const {
  switch (state_) {
    case State::status_line:
      return bytes_ == 0 ? "before anything came"
                         : fmt::format("after {}, before a whole status line", in_bytes(bytes_));
    case State::headers:
      return "in the head: " +
             shown(line_.empty() ? std::string_view("(between two lines)") : std::string_view(line_));
    case State::fixed_body:
      return fmt::format("after {} of {} body bytes", body_bytes_, length_.value_or(0));
    case State::until_close:
      return "after " + in_bytes(body_bytes_) + " of the body";
    default:
      return fmt::format("in a chunked body, after {}", in_bytes(body_bytes_));
  }
}

void ResponseReader::end_of_stream(End end, std::string_view why) {
  if (state_ == State::done) return;
  const std::string suffix = why.empty() ? std::string() : fmt::format(" ({})", why);
  const bool no_status = !have_status_;
  const bool in_head = state_ == State::headers;
  const std::string where = progress();
  TransportFault fault = TransportFault::none;
  std::string what;
  switch (end) {
    case End::closed:
      if (state_ == State::until_close) break;
      fault = no_status ? TransportFault::closed_before_status
              : in_head ? TransportFault::malformed_head
                        : TransportFault::truncated_body;
      what = "the connection was closed ";
      break;
    case End::reset:
      fault = no_status ? TransportFault::reset_before_status
              : in_head ? TransportFault::malformed_head
                        : TransportFault::reset_in_body;
      what = "the connection was reset ";
      break;
    case End::timeout:
      fault = no_status ? TransportFault::timeout_before_status : TransportFault::timeout_in_body;
      what = "the deadline passed ";
      break;
    case End::cancelled:
      fault = TransportFault::cancelled;
      what = "cancelled ";
      break;
  }
  state_ = State::done;
  close_ = true;
  if (fault != TransportFault::none) {
    stopped_ = true;
    // A length that was already wrong stays the finding; anything else is less than what ended the message.
    if (fault_ == TransportFault::none || !have_status_) {
      fault_ = fault;
      detail_ = what + where + suffix;
    }
  }
}

bool ResponseReader::keep_alive() const {
  return state_ == State::done && !stopped_ && !close_ && fault_ == TransportFault::none;
}

void ResponseReader::decode_content() {
  if (!have_status_ || response_.body.empty() || stopped_ || dropped_) return;
  std::vector<std::string> codings;
  for (const std::string& value : response_.headers.find_all("content-encoding")) {
    for (const std::string& item : core::split(value, ','))
      codings.push_back(core::to_lower(core::trim(item)));
  }
  if (codings.size() > 4) {
    set_fault(TransportFault::undecodable_body, "more than four content codings");
    return;
  }
  // The last one was applied last. An unknown one ends it: objects are stored under any coding (S3).
  for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) {
    if (*coding == "identity" || coding->empty()) continue;
    if (!is_known_coding(*coding)) return;
    Inflated inflated = inflate_body(*coding, response_.body, limits_.decoded);
    if (inflated.answer == Inflated::Answer::broken) {
      set_fault(TransportFault::undecodable_body,
                fmt::format("the body is not {}: {}", *coding, inflated.problem));
      return;
    }
    if (inflated.answer == Inflated::Answer::too_large) {
      set_fault(TransportFault::limit_exceeded, fmt::format("the {} body {}", *coding, inflated.problem));
      response_.body = std::move(inflated.bytes);
      return;
    }
    response_.body = std::move(inflated.bytes);
  }
}

std::optional<wire::Response> ResponseReader::take_response() {
  if (!have_status_) return std::nullopt;
  // A body of no stated length grew by doubling.
  std::string& body = response_.body;
  if (body.capacity() > body.size() + body.size() / 8 + (std::size_t{1} << 20)) body.shrink_to_fit();
  return std::move(response_);
}

}  // namespace hallmark::exchange
