// What a run has learned about waiting in vain while it removes things: where all patience ended without
// effect, the next thing of the kind gets less of it. Thread-safe.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace hallmark::exchange {

class Patience {
 public:
  // How long to wait for a state that a removal needs: `full`, or a moment where it did not come before.
  // `wait` names service, call and state.
  [[nodiscard]] std::chrono::milliseconds with(const std::string& wait, std::chrono::milliseconds full) const;
  void came(const std::string& wait);
  void did_not_come(const std::string& wait);

  // Whether removing a thing is tried again. `removal` names service, resource and what refused it.
  [[nodiscard]] bool is_worth_another(const std::string& removal) const;
  // Every attempt has failed.
  void failed(const std::string& removal);

 private:
  mutable std::mutex mutex_;
  std::set<std::string> in_vain_;
  std::map<std::string, int> hopeless_;
};

}  // namespace hallmark::exchange
