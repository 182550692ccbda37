#include "exchange/turns.h"

#include <chrono>

namespace hallmark::exchange {
namespace {

constexpr std::chrono::seconds patience{60};
constexpr std::chrono::milliseconds slice{100};

}  // namespace

void Turns::wait(const std::string& thing, const std::function<bool()>& over) {
  const auto end = std::chrono::steady_clock::now() + patience;
  std::unique_lock lock(mutex_);
  const State& state = things_[thing];
  while (state.met && state.holders > 0 && !over() && std::chrono::steady_clock::now() < end)
    released_.wait_for(lock, slice);
}

void Turns::hold(const std::string& thing) {
  const std::lock_guard lock(mutex_);
  ++things_[thing].holders;
}

void Turns::release(const std::string& thing) {
  {
    const std::lock_guard lock(mutex_);
    --things_[thing].holders;
  }
  released_.notify_all();
}

bool Turns::is_held(const std::string& thing) {
  const std::lock_guard lock(mutex_);
  State& state = things_[thing];
  state.met = state.met || state.holders > 0;
  return state.holders > 0;
}

}  // namespace hallmark::exchange
