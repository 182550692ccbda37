#include "plan/values/lengths.h"

#include <algorithm>

namespace hallmark::plan {
namespace {

constexpr std::size_t max_parts = 64;
constexpr std::size_t max_rounds = 64;

std::size_t capped(std::size_t value) { return std::min(value, Lengths::unbounded); }

std::size_t times(std::size_t value, std::size_t count) {
  if (value == 0 || count == 0) return 0;
  return value > Lengths::unbounded / count ? Lengths::unbounded : value * count;
}

}  // namespace

void Lengths::add(std::size_t first, std::size_t last) {
  if (first > last) return;
  parts_.push_back({capped(first), capped(last)});
  normalise();
}

void Lengths::normalise() {
  std::sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) { return a.first < b.first; });
  std::vector<Part> merged;
  for (const auto& part : parts_) {
    if (!merged.empty() && part.first <= merged.back().last + 1) {
      merged.back().last = std::max(merged.back().last, part.last);
    } else {
      merged.push_back(part);
    }
  }
  // Keeps both ends: the shortest and the longest lengths are what boundaries ask for.
  if (merged.size() > max_parts) {
    merged.erase(merged.begin() + max_parts / 2, merged.end() - static_cast<std::ptrdiff_t>(max_parts / 2));
  }
  parts_ = std::move(merged);
}

void Lengths::add(const Lengths& other) {
  parts_.insert(parts_.end(), other.parts_.begin(), other.parts_.end());
  normalise();
}

bool Lengths::contains(std::size_t length) const {
  return std::any_of(parts_.begin(), parts_.end(),
                     [length](const Part& part) { return part.first <= length && length <= part.last; });
}

std::optional<std::size_t> Lengths::nearest(std::size_t low, std::size_t high, std::size_t wanted) const {
  std::optional<std::size_t> best;
  const auto distance = [wanted](std::size_t x) { return x > wanted ? x - wanted : wanted - x; };
  for (const auto& part : parts_) {
    const auto first = std::max(part.first, low);
    const auto last = std::min(part.last, high);
    if (first > last) continue;
    const auto candidate = std::clamp(wanted, first, last);
    if (!best || distance(candidate) < distance(*best)) best = candidate;
  }
  return best;
}

Lengths Lengths::leaving(std::size_t total, const Lengths& rest) const {
  Lengths result;
  for (const auto& mine : parts_) {
    for (const auto& other : rest.parts_) {
      if (other.first > total) continue;
      const auto first = std::max(mine.first, other.last >= total ? 0 : total - other.last);
      const auto last = std::min(mine.last, total - other.first);
      if (first <= last) result.parts_.push_back({first, last});
    }
  }
  result.normalise();
  return result;
}

std::size_t Lengths::count_up_to(std::size_t bound) const {
  std::size_t count = 0;
  for (const auto& part : parts_) {
    if (part.first > bound) continue;
    count += std::min(part.last, bound) - part.first + 1;
  }
  return count;
}

std::size_t Lengths::at(std::size_t index) const {
  for (const auto& part : parts_) {
    const auto count = part.last - part.first + 1;
    if (index < count) return part.first + index;
    index -= count;
  }
  return max();
}

Lengths Lengths::sum(const Lengths& a, const Lengths& b) {
  Lengths result;
  for (const auto& x : a.parts_) {
    for (const auto& y : b.parts_)
      result.parts_.push_back({capped(x.first + y.first), capped(x.last + y.last)});
  }
  result.normalise();
  return result;
}

Lengths Lengths::repeated(const Lengths& one, std::size_t low, std::size_t high) {
  Lengths result;
  if (low == 0) result.add(0, 0);
  if (one.empty() || high == 0) return result;
  if (one.is_interval()) {
    // k of them span [k·min, k·max]; once neighbours touch, everything behind is one interval.
    const auto first = one.min(), last = one.max();
    if (first == 0) {
      result.add(0, times(last, high));
      return result;
    }
    std::size_t k = std::max<std::size_t>(low, 1);
    for (std::size_t round = 0; round < max_rounds && k <= high; ++round, ++k) {
      if (times(first, k + 1) <= times(last, k) + 1) {
        result.add(times(first, k), times(last, high));
        return result;
      }
      result.add(times(first, k), times(last, k));
    }
    return result;
  }
  const auto all = powers(one, high);
  for (std::size_t k = std::max<std::size_t>(low, 1); k < all.size(); ++k) result.add(all[k]);
  return result;
}

std::vector<Lengths> Lengths::powers(const Lengths& one, std::size_t last) {
  std::vector<Lengths> result;
  result.emplace_back(0, 0);
  while (result.size() <= std::min(last, max_rounds)) result.push_back(sum(result.back(), one));
  return result;
}

}  // namespace hallmark::plan
