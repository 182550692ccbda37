#include "run/runner.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <thread>

#include "run/tally.h"

namespace hallmark::run {
namespace {

struct Job {
  std::size_t service = 0;
  const plan::Case* test = nullptr;
};

// 0: needs nothing, 1: arranges something, 2: an account of its own, 3: the whole target.
int phase_of(const plan::Case& test) {
  if (test.scope == plan::Scope::target) return 3;
  if (test.scope == plan::Scope::account) return 2;
  return test.arrange.empty() ? 0 : 1;
}

bool is_set(const std::atomic<bool>* flag) { return flag && flag->load(std::memory_order_relaxed); }

// Works off jobs on several threads; every case's outcome goes through one lock, in completion order.
class Crew {
 public:
  Crew(const Judges& judges, const std::vector<plan::ServicePlan>& services, exchange::Executor& executor,
       Tally& tally, const RunOptions& options, std::optional<std::chrono::steady_clock::time_point> deadline)
      : judges_(judges),
        services_(services),
        executor_(executor),
        tally_(tally),
        options_(options),
        deadline_(deadline) {}

  void work(const std::vector<Job>& jobs, std::size_t threads) {
    next_ = 0;
    threads = std::min(threads, jobs.size());
    while (workers_.size() < threads) workers_.push_back(executor_.make_worker());
    std::vector<std::thread> running;
    for (std::size_t i = 0; i < threads; ++i) {
      running.emplace_back([this, &jobs, i] {
        while (true) {
          const std::size_t at = next_++;
          if (at >= jobs.size()) return;
          try {
            one(jobs[at], *workers_[i]);
          } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!broken_) broken_ = std::current_exception();
            next_ = jobs.size();
            return;
          }
        }
      });
    }
    for (std::thread& thread : running) thread.join();
    if (broken_) std::rethrow_exception(broken_);
  }

 private:
  void one(const Job& job, exchange::Executor::Worker& worker) {
    CaseResult result;
    result.test = job.test;
    result.model = services_[job.service].model.get();
    const bool late = deadline_ && std::chrono::steady_clock::now() >= *deadline_;
    if (is_set(options_.interrupted)) {
      result.run.skipped = job.test->skip.empty() ? "interrupted" : job.test->skip;
    } else if (late && job.test->skip.empty()) {
      result.run.blocked = "the run's deadline, which passed before the case began";
      result.run.blocked_by = "deadline";
    } else {
      result.run = executor_.run(*job.test, worker);
    }
    result.verdict = judges_.judge(job.service, *job.test, result.run);
    const std::lock_guard lock(mutex_);
    tally_.finish_case(std::move(result));
  }

  const Judges& judges_;
  const std::vector<plan::ServicePlan>& services_;
  exchange::Executor& executor_;
  Tally& tally_;
  const RunOptions& options_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::vector<std::shared_ptr<exchange::Executor::Worker>> workers_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::exception_ptr broken_;
};

std::size_t thread_count(int jobs) {
  if (jobs > 0) return static_cast<std::size_t>(std::min(jobs, 256));
  return std::max(1u, std::thread::hardware_concurrency());
}

}  // namespace

RunSummary run(const std::vector<plan::ServicePlan>& services, exchange::Executor& executor,
               const std::vector<Listener*>& listeners, const RunOptions& options) {
  const core::Clock& clock = options.clock ? *options.clock : core::system_clock();
  const std::chrono::microseconds begun = clock.monotonic();
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (options.deadline) {
    deadline = std::chrono::steady_clock::now() + *options.deadline;
    executor.set_deadline(*deadline);
  }
  if (options.interrupted) executor.set_cancelled(options.interrupted);

  RunInfo info;
  info.target = executor.target().name;
  info.endpoints = executor.endpoints();
  info.region = executor.target().region;
  info.started = clock.now();
  Tally tally(services, options, std::move(info), listeners);
  const Judges judges(services, options.strict);

  std::vector<Job> phases[4];
  for (std::size_t i = 0; i < services.size(); ++i) {
    for (const plan::Case& test : services[i].cases) {
      phases[phase_of(test)].push_back({.service = i, .test = &test});
    }
  }
  const std::size_t threads = thread_count(options.jobs);
  tally.start();
  {
    Crew crew(judges, services, executor, tally, options, deadline);
    crew.work(phases[0], threads);
    crew.work(phases[1], threads);
    crew.work(phases[2], executor.isolates_accounts() ? threads : 1);
    crew.work(phases[3], 1);
  }
  return tally.finish(executor.left_behind(), executor.requests(), is_set(options.interrupted),
                      clock.monotonic() - begun);
}

RunSummary replay(const std::vector<plan::ServicePlan>& services, const exchange::Recording& recording,
                  const std::vector<Listener*>& listeners, const RunOptions& options) {
  const core::Clock& clock = options.clock ? *options.clock : core::system_clock();
  const std::chrono::microseconds begun = clock.monotonic();
  RunInfo info;
  info.target = recording.target;
  info.region = recording.region;
  info.started = recording.started;
  Tally tally(services, options, std::move(info), listeners);
  const Judges judges(services, options.strict);
  tally.start();
  for (std::size_t i = 0; i < services.size(); ++i) {
    for (const plan::Case& test : services[i].cases) {
      CaseResult result;
      result.test = &test;
      result.model = services[i].model.get();
      if (const exchange::CaseRun* run = recording.find(test.id)) {
        result.run = *run;
      } else {
        result.run.skipped = "the recording does not hold it";
      }
      result.verdict = judges.judge(i, test, result.run);
      tally.finish_case(std::move(result));
    }
  }
  return tally.finish({}, 0, is_set(options.interrupted), clock.monotonic() - begun);
}

void RecordingListener::run_started(const RunInfo& info) {
  writer_.begin(info.target, info.region, info.started);
}
void RecordingListener::case_finished(const CaseResult& result) {
  writer_.write(result.test->id, result.run);
}
void RecordingListener::run_finished(const RunInfo&, const RunSummary&) { writer_.close(); }

}  // namespace hallmark::run
