// Private to merge: shapes of one model, copied into another with all that they reach.
#pragma once

#include <map>
#include <string>

#include "contract/model.h"

namespace hallmark::importers {

class ShapeCopier {
 public:
  // `adopt_names`: a shape that `into` has under the same name and of the same type is taken for the
  // same one. True between models, false for pages, whose shapes are named by their path.
  ShapeCopier(const contract::Model& from, contract::Model& into, bool adopt_names)
      : from_(from), into_(into), adopt_names_(adopt_names) {}

  // The id of the copy, in the namespace of the service copied into; made once. Prelude shapes and
  // the empty id stay what they are.
  std::string copy(const std::string& id);
  // The id that `into` has for this already: the copy made before, or a shape that was named as its
  // equal (see adopt).
  void adopt(const std::string& from_id, const std::string& into_id) { ids_.emplace(from_id, into_id); }

 private:
  bool adopted(const std::string& id);
  std::string place(const std::string& id);

  const contract::Model& from_;
  contract::Model& into_;
  bool adopt_names_;
  std::map<std::string, std::string> ids_;
};

}  // namespace hallmark::importers
