// One exchange of a relay: bytes both ways until its end.
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "proxy/relay.h"

namespace hallmark::proxy {
namespace {

using exchange::Connection;
using exchange::ResponseReader;
using exchange::TransportFault;

constexpr std::size_t most_pending = std::size_t{256} << 10;  // in each direction
constexpr std::size_t most_replayed = std::size_t{1} << 20;

}  // namespace

bool Relay::pump() {
  while (true) {
    bool moved = from_client();
    moved = to_endpoint() || moved;
    moved = from_endpoint() || moved;
    moved = to_client() || moved;
    if (moved) moved_ = Steady::now();
    if (over_ && retry()) continue;
    if (client_gone_ || (over_ && down_at_ == down_.size())) break;
    if (!broken_.empty()) break;
    if (common_.cutting()) {
      cut_ = true;
      break;
    }
    if (!moved) wait();
    if (timed_out_) break;
  }
  return finish();
}

bool Relay::from_client() {
  if (request_->done() || up_.size() - up_at_ >= most_pending) return false;
  if (in_.empty() && !fill()) client_gone_ = true;
  if (in_.empty()) return false;
  const std::size_t taken = request_->feed(in_);
  up_.append(in_, 0, taken);
  in_.erase(0, taken);
  broken_ = request_->problem();
  return taken > 0;
}

bool Relay::to_endpoint() {
  if (up_at_ == up_.size() || up_failed_) return false;
  const Connection::Moved moved = endpoint_->send(std::string_view(up_).substr(up_at_));
  if (moved.state == Connection::State::failed) {
    up_failed_ = true;  // an answer may have been given before the endpoint closed: read it
    return true;
  }
  if (can_replay_) replay_.append(up_, up_at_, moved.bytes);
  if (replay_.size() > most_replayed) {
    can_replay_ = false;
    replay_ = {};
  }
  up_at_ += moved.bytes;
  bytes_up_ += moved.bytes;
  if (up_at_ == up_.size()) {
    up_.clear();
    up_at_ = 0;
  }
  return moved.bytes > 0;
}

bool Relay::from_endpoint() {
  if (over_ || down_.size() - down_at_ >= most_pending) return false;
  const Connection::Moved moved = endpoint_->receive(buffer().data(), buffer().size());
  switch (moved.state) {
    case Connection::State::would_wait:
      return false;
    case Connection::State::closed:
      answer_->end_of_stream(ResponseReader::End::closed);
      break;
    case Connection::State::failed:
      was_reset_ = !answer_->done();
      answer_->end_of_stream(ResponseReader::End::reset, endpoint_->why());
      break;
    case Connection::State::open: {
      const std::string_view bytes(buffer().data(), moved.bytes);
      answer_->feed(bytes);
      bytes_came_ += bytes.size();
      down_ += bytes;
      if (!to_status_ && answer_->has_status()) to_status_ = since_begin();
      over_ = answer_->ended();  // what is no HTTP any more is passed on until the endpoint closes
      return true;
    }
  }
  over_ = true;
  return true;
}

bool Relay::to_client() {
  if (down_at_ == down_.size()) return false;
  const ssize_t count =
      send(client_, down_.data() + down_at_, down_.size() - down_at_, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count < 0) {
    client_gone_ = errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
    return false;
  }
  down_at_ += static_cast<std::size_t>(count);
  bytes_down_ += static_cast<std::size_t>(count);
  if (down_at_ == down_.size()) {
    down_.clear();
    down_at_ = 0;
  }
  return true;
}

void Relay::wait() {
  const bool reads = !request_->done() && up_.size() - up_at_ < most_pending;
  const bool writes = down_at_ != down_.size();
  const bool sends = up_at_ != up_.size() && !up_failed_;
  const bool receives = !over_ && down_.size() - down_at_ < most_pending;
  const auto events = [](bool in, bool out) {
    return static_cast<short>((in ? POLLIN : 0) | (out ? POLLOUT : 0));
  };
  // Asked only where it would be understood: until it is read, it comes again at once.
  const short gone = reads || request_->done() ? POLLRDHUP : 0;
  std::array<pollfd, 3> entries{
      {{.fd = client_, .events = static_cast<short>(events(reads, writes) | gone), .revents = 0},
       {.fd = receives || sends ? endpoint_->socket() : -1, .events = events(receives, sends), .revents = 0},
       {.fd = common_.cut_handle, .events = POLLIN, .revents = 0}}};
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(moved_ + options_.timeout - Steady::now());
  const int ready = poll(entries.data(), entries.size(), poll_time(left));
  timed_out_ = ready == 0 && Steady::now() >= moved_ + options_.timeout;
  // Whoever has closed does not want the answer any more: SDKs close when they have waited long enough.
  const short revents = entries[0].revents;
  client_gone_ = client_gone_ || (revents & (POLLHUP | POLLERR)) != 0 ||
                 ((revents & POLLRDHUP) != 0 && request_->done());
}

// A kept connection that turns out to be closed before any byte came back is replaced once: the endpoint
// closed it between two requests and never saw this one.
bool Relay::retry() {
  const bool unseen = answer_->fault() == TransportFault::closed_before_status ||
                      answer_->fault() == TransportFault::reset_before_status;
  if (!can_replay_ || answer_->any_byte() || !unseen || retries_ != 0) return false;
  up_ = replay_ + up_.substr(up_at_);
  up_at_ = bytes_up_ = 0;
  replay_.clear();
  can_replay_ = up_failed_ = over_ = was_reset_ = false;
  retries_ = 1;
  begin_answer();
  endpoint_.reset();
  if (!connect()) {
    client_gone_ = true;
    answer_.reset();
    return false;
  }
  return true;
}

bool Relay::finish() {
  if (!answer_) return false;  // there was no connection, which was told
  const bool request_whole = request_->done();
  std::string not_judged;
  if (!broken_.empty()) {
    not_judged = "the client's request is broken in its body";
    common_.refused(broken_);
  } else if (cut_) {
    not_judged = "the proxy was ended before the answer was whole";
  } else if (client_gone_ && !answer_->done()) {
    not_judged = request_whole ? "the client went away before the answer was whole"
                               : "the client went away before its request was whole";
  } else if (timed_out_ && !request_whole && !answer_->any_byte()) {
    not_judged = "the client sent nothing more of its request";
  } else if (timed_out_ && !answer_->done()) {
    answer_->end_of_stream(ResponseReader::End::timeout);
  }
  if (not_judged.empty() && answer_->dropped_body())
    not_judged =
        fmt::format("the body of the answer is longer than the {} bytes that are kept", options_.max_body);
  const bool sound = answer_->keep_alive() && over_ && !client_gone_ && not_judged.empty();
  const bool whole_but_long = answer_->keep_alive() && over_ && answer_->dropped_body() && !client_gone_;
  const bool goes_on = (sound || whole_but_long) && request_whole && request_->keep_alive();
  const bool unanswered = timed_out_ && bytes_down_ == 0 && not_judged.empty();
  const bool early = over_ && !request_whole && !client_gone_;
  const bool garbled = was_reset_;
  hand_on(std::move(not_judged));
  if (goes_on) {
    endpoint_->answered();
    return true;
  }
  endpoint_.reset();
  if (unanswered)
    refuse(504, fmt::format("the endpoint was silent for {} s",
                            std::chrono::duration_cast<std::chrono::seconds>(options_.timeout).count()));
  if (early) drain();
  if (garbled) reset_client();
  return false;
}

void Relay::hand_on(std::string not_judged) {
  exchange::Address origin = options_.to;
  origin.path.clear();
  if (as_sent_.body.empty()) as_sent_.body = std::move(request_->request().body);
  const std::size_t weight =
      as_sent_.body.size() + (answer_->dropped_body() ? 0 : std::min(bytes_came_, options_.max_body));
  common_.passed();
  options_.take({.request = std::move(as_sent_),
                 .url = exchange::to_string(origin),
                 .answer = std::move(*answer_),
                 .not_judged = std::move(not_judged),
                 .started = started_,
                 .duration = since_begin(),
                 .time_to_status = to_status_.value_or(std::chrono::microseconds{0}),
                 .bytes_sent = bytes_up_,
                 .retries = retries_,
                 .weight = weight});
}

}  // namespace hallmark::proxy
