// The places in an operation's input that a generated case can vary: every member at every level, each
// with a document (its carrier) in which it is present and everything else is valid. Internal to plan/.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contract/model.h"
#include "plan/values/shapes.h"
#include "plan/values/values.h"

namespace hallmark::plan {

// A members document and a place in it. Made on demand from its parent, so that what is only counted costs
// nothing. Lives as long as the walk stands at or below it.
class Carrier {
 public:
  enum class Step { root, member, union_member, item, map_value, map_key };
  struct Ready {
    std::shared_ptr<const Json> document;
    std::string pointer;  // of the value; of map keys: of the map
    std::string key;      // map keys and values: the key
  };
  // The root: `base` is a valid document.
  Carrier(const Values& values, std::string seed, std::shared_ptr<const Json> base);
  // `shape`: of which `member` is a member.
  Carrier(const Carrier& parent, Step step, const contract::Shape& shape, const contract::Member& member,
          std::string path);

  // Null with the reason in problem() when no valid document could be made.
  [[nodiscard]] const Ready* ready() const;
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  void make() const;
  void descend(const Ready& parent) const;
  const Values& values_;
  std::string seed_;
  const Carrier* parent_ = nullptr;
  Step step_ = Step::root;
  const contract::Shape* shape_ = nullptr;
  const contract::Member* member_ = nullptr;
  std::string path_;
  mutable bool made_ = false;
  mutable std::optional<Ready> ready_;
  mutable std::string problem_;
};

struct Site {
  const contract::Member& member;
  const contract::Shape& target;
  const contract::Shape& parent;       // the shape that `member` is a member of
  std::string path;                    // "VoiceConnectorItems[].Priority"
  std::size_t level = 0;               // structures above it
  Location location = Location::body;  // of the top-level member
  Carrier::Step step = Carrier::Step::member;
  const Carrier& carrier;
};

// Calls `each` for every site of exactly this level; false when the level has none. Recursive shapes are
// followed once around.
bool walk_sites(const contract::Model& model, const contract::Shape& input, const Carrier& root,
                std::size_t level, const std::function<void(const Site&)>& each);

}  // namespace hallmark::plan
