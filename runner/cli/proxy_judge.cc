#include "cli/proxy_judge.h"

#include <chrono>

#include "core/error.h"
#include "core/json.h"
#include "run/recorded_proxied.h"

namespace hallmark::cli {

ProxyJudge::ProxyJudge(run::RecordedJudge& judge, Options options)
    : judge_(judge), options_(std::move(options)) {
  if (!options_.record.empty()) {
    recording_ = core::file_sink(options_.record, options_.secrets);
    const Json head{{"hallmark_recording", 1},
                    {"target", options_.target},
                    {"region", options_.region},
                    {"started", core::system_clock().now().time_since_epoch().count()}};
    recording_->write(core::dump(head) + "\n");
    line_ = 1;
  }
  thread_ = std::thread([this] { work(); });
}

ProxyJudge::~ProxyJudge() {
  finish([] { return true; });
}

void ProxyJudge::take(proxy::Passed passed) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] {
    return (queue_.size() < options_.most_queued && bytes_ < options_.most_bytes) || abandoned_;
  });
  bytes_ += passed.weight;
  queue_.push_back(std::move(passed));
  lock.unlock();
  changed_.notify_all();
}

void ProxyJudge::work() {
  while (true) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !queue_.empty() || ending_; });
    if (queue_.empty() || abandoned_) break;
    proxy::Passed passed = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    const std::size_t weight = passed.weight;
    judge_one(std::move(passed));
    lock.lock();
    bytes_ -= weight;
    lock.unlock();
    changed_.notify_all();
  }
  const std::lock_guard lock(mutex_);
  over_ = true;
  changed_.notify_all();
}

void ProxyJudge::judge_one(proxy::Passed passed) {
  std::string not_judged = std::move(passed.not_judged);
  run::RecordedItem item =
      run::proxied_item(proxy::http_of(std::move(passed)), std::move(not_judged), *options_.secrets);
  item.line = ++line_;
  if (recording_) {
    try {
      recording_->write(core::dump(run::line_of_proxied(item)) + "\n");
    } catch (const core::DocumentError& error) {
      written_ = false;
      recording_.reset();
      options_.complain(error.problem().message);
    }
  }
  const run::RecordedPlace place{.file = options_.record, .line = item.line};
  judge_.judge(place, std::move(item));
}

bool ProxyJudge::finish(const std::function<bool()>& abandon) {
  if (!thread_.joinable()) return written_;
  {
    std::unique_lock lock(mutex_);
    ending_ = true;
    changed_.notify_all();
    while (!changed_.wait_for(lock, std::chrono::milliseconds(100), [this] { return over_; })) {
      if (!abandon()) continue;
      abandoned_ = true;
      changed_.notify_all();
    }
  }
  thread_.join();
  if (!recording_) return written_;
  try {
    recording_->close();
  } catch (const core::DocumentError& error) {
    written_ = false;
    options_.complain(error.problem().message);
  }
  recording_.reset();
  return written_;
}

}  // namespace hallmark::cli
