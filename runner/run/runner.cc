#include "run/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <thread>

#include "run/tally.h"
#include "run/width.h"

namespace hallmark::run {
namespace {

using exchange::Reason;

struct Job {
  std::size_t service = 0;
  const plan::Case* test = nullptr;
  std::shared_ptr<const plan::Case> owned;  // of streamed cases: gone once they are judged
};
using Feed = std::function<void(const std::function<void(Job)>&)>;

// 0: needs nothing, 1: arranges something, 2: an account of its own, 3: the whole target.
int phase_of(const plan::Case& test) {
  if (test.scope == plan::Scope::target) return 3;
  if (test.scope == plan::Scope::account) return 2;
  return test.arrange.empty() ? 0 : 1;
}

bool is_set(const std::atomic<bool>* flag) { return flag && flag->load(std::memory_order_relaxed); }

// The endpoint dropped a connection, did not answer in time, or asked for patience.
bool is_troubled(const exchange::CaseRun& run) {
  using exchange::TransportFault;
  return run.throttled || std::any_of(run.exchanges.begin(), run.exchanges.end(), [](const auto& each) {
           const TransportFault fault = each.http.fault;
           return each.http.retries > 0 || fault == TransportFault::cannot_connect ||
                  fault == TransportFault::timeout_before_status ||
                  fault == TransportFault::closed_before_status ||
                  fault == TransportFault::reset_before_status;
         });
}

// Works off jobs on several threads as they come, a bounded number ahead; every case's outcome goes through
// one lock, in completion order. No job of a phase begins before the last of the phase before it has ended.
class Crew {
 public:
  Crew(const Judges& judges, const std::vector<plan::ServicePlan>& services, exchange::Executor& executor,
       Tally& tally, const RunOptions& options, std::optional<std::chrono::steady_clock::time_point> deadline)
      : judges_(judges),
        services_(services),
        executor_(executor),
        tally_(tally),
        options_(options),
        width_(least_of(options.jobs), most_of(options.jobs)),
        deadline_(deadline) {}

  ~Crew() { close(); }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // From one thread. Waits while enough lies ahead.
  void push(Job job) {
    const int phase = phase_of(*job.test);
    std::unique_lock lock(mutex_);
    if (phase != phase_) {
      room_.wait(lock, [&] { return broken_ || (queue_.empty() && active_ == 0); });
      phase_ = phase;
      side_by_side_ = phase < 2 || (phase == 2 && executor_.isolates_accounts());
    }
    room_.wait(lock, [&] { return broken_ || queue_.size() < ahead + 2 * at_once(); });
    if (broken_) return;
    queue_.push_back(std::move(job));
    hire();
    wanted_.notify_one();
  }

  // Waits until everything is done; throws what a job threw.
  void finish() {
    close();
    if (broken_) std::rethrow_exception(broken_);
  }

 private:
  static constexpr std::size_t ahead = 64;  // cases that wait: streamed ones may be large

  // 0 jobs: as many as help.
  static std::size_t least_of(int jobs) { return jobs > 0 ? static_cast<std::size_t>(jobs) : 2; }
  static std::size_t most_of(int jobs) { return jobs > 0 ? static_cast<std::size_t>(jobs) : most_jobs; }

  // Under the lock.
  [[nodiscard]] std::size_t at_once() const { return side_by_side_ ? width_.now() : 1; }
  void hire() {
    while (running_.size() < at_once() && running_.size() < active_ + queue_.size())
      running_.emplace_back([this, worker = executor_.make_worker()] { work(*worker); });
  }

  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    wanted_.notify_all();
    while (!running_.empty()) {  // those that work may hire
      std::thread thread = std::move(running_.back());
      running_.pop_back();
      lock.unlock();
      thread.join();
      lock.lock();
    }
  }

  void work(exchange::Executor::Worker& worker) {
    std::unique_lock lock(mutex_);
    while (true) {
      wanted_.wait(lock, [&] { return broken_ || (queue_.empty() ? closed_ : active_ < at_once()); });
      if (broken_ || queue_.empty()) {
        wanted_.notify_all();  // some may have waited for their turn
        return;
      }
      const Job job = std::move(queue_.front());
      queue_.pop_front();
      ++active_;
      lock.unlock();
      room_.notify_one();
      std::exception_ptr problem;
      bool trouble = false;
      try {
        trouble = one(job, worker);
      } catch (...) {
        problem = std::current_exception();
      }
      lock.lock();
      --active_;
      if (problem && !broken_) broken_ = problem;
      case_ended(trouble);
      room_.notify_one();
    }
  }

  // Under the lock. This thread takes the next case; others are called only where more may now work.
  void case_ended(bool trouble) {
    troubles_ += trouble ? 1 : 0;
    const std::size_t before = at_once();
    if (side_by_side_) {
      const auto now = std::chrono::steady_clock::now() - begun_;
      width_.tell({.at = std::chrono::duration_cast<std::chrono::microseconds>(now),
                   .requests = executor_.requests(),
                   .troubles = troubles_});
    }
    if (!broken_) hire();
    if (broken_ || at_once() > before) wanted_.notify_all();
  }

  // Whether the endpoint seems to be asked too much.
  bool one(const Job& job, exchange::Executor::Worker& worker) {
    CaseResult result;
    result.test = job.test;
    result.model = services_[job.service].model.get();
    const bool late = deadline_ && std::chrono::steady_clock::now() >= *deadline_;
    if (is_set(options_.interrupted)) {
      result.run.skipped = job.test->skip.empty() ? Reason{Reason::Kind::interrupted, "interrupted"}
                                                  : Reason{Reason::Kind::planned, job.test->skip};
    } else if (const std::string left = left_out(); !left.empty() && job.test->skip.empty()) {
      result.run.skipped = {Reason::Kind::interrupted, left};
    } else if (late && job.test->skip.empty()) {
      result.run.blocked = {Reason::Kind::deadline, "the run's deadline, which passed before the case began"};
      result.run.blocked_by = "deadline";
    } else if (const std::string why = executor_.given_up(job.test->service, job.test->operation);
               !why.empty() && job.test->skip.empty()) {
      result.run.blocked = {Reason::Kind::endpoint, why};
      result.run.blocked_by = job.test->service + " unreachable";
    } else {
      result.run = executor_.run(*job.test, worker);
    }
    result.verdict = judges_.judge(job.service, *job.test, result.run);
    const bool trouble = is_troubled(result.run);
    const std::lock_guard lock(telling_);
    tally_.finish_case(std::move(result));
    failures_.store(tally_.failures(), std::memory_order_relaxed);
    return trouble;
  }

  // Why nothing more is begun; empty: it is.
  [[nodiscard]] std::string left_out() const {
    if (options_.fail_fast > 0 && failures_.load(std::memory_order_relaxed) >= options_.fail_fast)
      return fmt::format("left out: {} failed before, and --fail-fast allows no more", options_.fail_fast);
    if (options_.budget && std::chrono::steady_clock::now() - begun_ >= *options_.budget)
      return "left out: the run's budget was spent";
    return {};
  }

  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::atomic<std::size_t> failures_{0};
  const Judges& judges_;
  const std::vector<plan::ServicePlan>& services_;
  exchange::Executor& executor_;
  Tally& tally_;
  const RunOptions& options_;
  Width width_;  // under mutex_
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::mutex telling_;  // of the tally and the listeners

  std::mutex mutex_;                // of what follows
  std::condition_variable room_;    // for who pushes
  std::condition_variable wanted_;  // for who works
  std::deque<Job> queue_;
  std::vector<std::thread> running_;
  std::size_t active_ = 0, troubles_ = 0;
  bool side_by_side_ = false;
  int phase_ = -1;
  bool closed_ = false;
  std::exception_ptr broken_;
};

RunSummary run_fed(const std::vector<plan::ServicePlan>& services, const Feed& feed,
                   exchange::Executor& executor, const std::vector<Listener*>& listeners,
                   const RunOptions& options) {
  const core::Clock& clock = options.clock ? *options.clock : core::system_clock();
  const std::chrono::microseconds begun = clock.monotonic();
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (options.deadline) {
    constexpr std::chrono::milliseconds most_kept_for_cleaning{10000};
    const auto end = std::chrono::steady_clock::now() + *options.deadline;
    deadline = end - std::min(*options.deadline / 10, most_kept_for_cleaning);
    executor.set_deadline(*deadline, end);
  }
  if (options.interrupted) executor.set_cancelled(options.interrupted, options.abandoned);

  RunInfo info;
  info.target = executor.target().name;
  info.endpoints = executor.endpoints();
  info.region = executor.target().region;
  info.started = clock.now();
  Tally tally(services, options, std::move(info), listeners);
  const Judges judges(services, {.strict = options.strict, .limits = options.body_limits});
  tally.start();
  {
    Crew crew(judges, services, executor, tally, options, deadline);
    feed([&](Job job) { crew.push(std::move(job)); });
    crew.finish();
  }
  executor.finish();
  return tally.finish(executor.left_behind(), executor.requests(), is_set(options.interrupted),
                      clock.monotonic() - begun);
}

}  // namespace

RunSummary run(const std::vector<plan::ServicePlan>& services, exchange::Executor& executor,
               const std::vector<Listener*>& listeners, const RunOptions& options) {
  const Feed feed = [&](const std::function<void(Job)>& each) {
    std::map<std::pair<int, int>, std::vector<Job>> order;  // by rank and phase
    for (std::size_t i = 0; i < services.size(); ++i) {
      for (const plan::Case& test : services[i].cases)
        order[{options.rank ? options.rank(test) : 0, phase_of(test)}].push_back(
            {.service = i, .test = &test, .owned = nullptr});
    }
    for (const auto& [when, jobs] : order)
      for (const Job& job : jobs) each(job);
  };
  return run_fed(services, feed, executor, listeners, options);
}

RunSummary run(const std::vector<plan::ServicePlan>& services, const CaseSource& source,
               exchange::Executor& executor, const std::vector<Listener*>& listeners,
               const RunOptions& options) {
  const Feed feed = [&](const std::function<void(Job)>& each) {
    for (std::size_t i = 0; i < services.size(); ++i) {
      source(i, [&](plan::Case test) {
        auto owned = std::make_shared<const plan::Case>(std::move(test));
        const plan::Case* kept = owned.get();
        each({.service = i, .test = kept, .owned = std::move(owned)});
      });
    }
  };
  return run_fed(services, feed, executor, listeners, options);
}

void RecordingListener::run_started(const RunInfo& info) {
  writer_.begin(info.target, info.region, info.started);
}
void RecordingListener::case_finished(const CaseResult& result) {
  writer_.write(result.test->id, result.run);
}
void RecordingListener::run_finished(const RunInfo&, const RunSummary&) { writer_.close(); }

}  // namespace hallmark::run
