// Judges what passes a proxy while it passes: a queue, and a thread that records and judges behind it, so
// that no client waits for a verdict. Private to commands_proxy.cc.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/sink.h"
#include "proxy/passed.h"
#include "run/recorded.h"

namespace hallmark::cli {

class ProxyJudge {
 public:
  struct Options {
    std::string record;  // file of the recording; empty: none
    std::string target;  // named in it
    std::string region;
    std::shared_ptr<core::Secrets> secrets;
    // Called once when the recording cannot be written.
    std::function<void(const std::string&)> complain;
    std::size_t most_queued = 2000, most_bytes = std::size_t{64} << 20;
  };
  // Opens the recording, which throws DocumentError when it cannot. `judge` is used from the thread alone
  // until finish() has returned.
  ProxyJudge(run::RecordedJudge& judge, Options options);
  ~ProxyJudge();
  ProxyJudge(const ProxyJudge&) = delete;
  ProxyJudge& operator=(const ProxyJudge&) = delete;

  // From any thread. Waits while more is queued than may be: the clients go on when the judge has caught up.
  void take(proxy::Passed passed);
  // Judges what is queued, or with `abandon` throws it away; closes the recording. Answers whether the
  // recording was written. No take() from then on.
  bool finish(const std::function<bool()>& abandon);

 private:
  void work();
  void judge_one(proxy::Passed passed);

  run::RecordedJudge& judge_;
  Options options_;
  std::unique_ptr<core::Sink> recording_;
  std::size_t line_ = 0;
  bool written_ = true;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<proxy::Passed> queue_;
  std::size_t bytes_ = 0;
  bool ending_ = false, abandoned_ = false, over_ = false;
  std::thread thread_;
};

}  // namespace hallmark::cli
