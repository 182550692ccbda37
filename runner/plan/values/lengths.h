// Sets of lengths as sorted intervals, with the sums that a generator of strings needs. Internal to plan/.
// A set never holds a length that is not possible; when it grows past its bound it forgets some that are.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace hallmark::plan {

class Lengths {
 public:
  static constexpr std::size_t unbounded = std::size_t{1} << 40;
  Lengths() = default;
  Lengths(std::size_t first, std::size_t last) { add(first, last); }

  void add(std::size_t first, std::size_t last);
  void add(const Lengths& other);
  [[nodiscard]] bool empty() const { return parts_.empty(); }
  [[nodiscard]] bool contains(std::size_t length) const;
  [[nodiscard]] bool is_interval() const { return parts_.size() == 1; }
  [[nodiscard]] std::size_t min() const { return parts_.empty() ? 0 : parts_.front().first; }
  [[nodiscard]] std::size_t max() const { return parts_.empty() ? 0 : parts_.back().last; }
  [[nodiscard]] std::optional<std::size_t> nearest(std::size_t low, std::size_t high,
                                                   std::size_t wanted) const;
  // The lengths l of this set for which total - l is in `rest`.
  [[nodiscard]] Lengths leaving(std::size_t total, const Lengths& rest) const;
  [[nodiscard]] std::size_t count_up_to(std::size_t bound) const;
  [[nodiscard]] std::size_t at(std::size_t index) const;

  [[nodiscard]] static Lengths sum(const Lengths& a, const Lengths& b);
  // `low` to `high` of them after another.
  [[nodiscard]] static Lengths repeated(const Lengths& one, std::size_t low, std::size_t high);
  // What exactly 0, 1, 2, … of them have; as far as sums are followed.
  [[nodiscard]] static std::vector<Lengths> powers(const Lengths& one, std::size_t last);

 private:
  struct Part {
    std::size_t first, last;
  };
  void normalise();
  std::vector<Part> parts_;
};

}  // namespace hallmark::plan
