// Cases that run at the same time and make the same thing under the same name ("the account's settings") take
// turns: else the second is told that the thing is there, which is nobody's fault. Whose names are fresh
// never meet, and nobody waits before two have met once. Thread-safe.
//
// Order of calls, for each making: wait(); then, when it was made, hold(), and release() once it is removed;
// when it was refused because it is there, and is_held(), wait() and make it again.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace hallmark::exchange {

class Turns {
 public:
  // Until nobody holds a thing that was met before; at most a minute, or until `over`.
  void wait(const std::string& thing, const std::function<bool()>& over);
  void hold(const std::string& thing);
  void release(const std::string& thing);
  // Whether anybody holds it: then it counts as met.
  [[nodiscard]] bool is_held(const std::string& thing);

 private:
  struct State {
    int holders = 0;
    bool met = false;
  };
  std::mutex mutex_;
  std::condition_variable released_;
  std::map<std::string, State> things_;
};

}  // namespace hallmark::exchange
