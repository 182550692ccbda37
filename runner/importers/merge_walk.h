// Private to merge: the operations that two documents describe, walked side by side.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <utility>

#include "contract/model.h"
#include "importers/merge_copy.h"

namespace hallmark::importers {

// Lays `other` (a page, or a further model) over the contract `into`.
class OperationMerge {
 public:
  // `other_is_page`: what it states wins and is marked "page", and what it could show and does not
  // is marked "newer-model". Otherwise the contract wins, and what only the other has is marked
  // "newer-model".
  OperationMerge(contract::Model& into, const contract::Model& other, bool other_is_page)
      : into_(into), other_(other), page_(other_is_page), copier_(other, into, !other_is_page) {}

  // Both have it.
  void merge(contract::Operation& operation, const contract::Operation& other);
  // Only the other has it.
  void add(const contract::Operation& other);

 private:
  struct Pair {  // two structures, lists or maps that stand at the same place
    std::string other, own, path;
    bool input;
    int parent;  // index of the pair above, -1 at the root
  };

  void merge_traits(contract::Operation& operation, const contract::Operation& other);
  void merge_http(contract::Operation& operation, const contract::Operation& other);
  void merge_errors(contract::Operation& operation, const contract::Operation& other);
  [[nodiscard]] bool is_called(const std::string& error_id, std::string_view name) const;
  void merge_error(const contract::Shape& other, contract::Shape& own);
  void merge_side(const std::string& own, const std::string& other, bool input);
  void walk();
  void merge_pair(std::size_t index);
  void merge_member(std::size_t index, contract::Member& own, const contract::Member& other,
                    const std::string& path);
  void merge_required(contract::Member& own, const contract::Member& other, const std::string& path);
  void merge_stated(contract::Member& own, const contract::Member& other, const std::string& path,
                    bool input);
  void merge_stated_trait(contract::Member& own, const contract::Member& other, std::string_view id,
                          const std::string& path, bool input);
  void merge_timestamp(contract::Member& own, const contract::Member& other, const std::string& path,
                       bool input);
  void merge_enum(contract::Shape& own, const contract::Shape& other, const std::string& path, bool input);
  void add_member(contract::Shape& own, const contract::Member& other, const std::string& path, bool input);
  void mark_model_only(contract::Shape& own, const std::set<std::string>& matched);
  [[nodiscard]] std::string unshown_payload(const contract::Shape& own, const contract::Shape& other) const;
  [[nodiscard]] bool is_api_reference() const;
  [[nodiscard]] bool goes_round(std::size_t index, const std::string& other_target) const;
  [[nodiscard]] bool states_required(std::size_t index, const contract::Member& other) const;
  [[nodiscard]] contract::Shape* own_shape(const std::string& id);
  [[nodiscard]] std::string promise(const std::string& path, bool input, std::string_view clause) const;
  [[nodiscard]] std::string_view own_name() const;    // how the two sides are called in
  [[nodiscard]] std::string_view other_name() const;  // alternatives and contradictions

  contract::Model& into_;
  const contract::Model& other_;
  bool page_;
  ShapeCopier copier_;
  std::string operation_name_;
  const Json* page_unknown_ = nullptr;  // what the page could not show of this operation
  std::deque<Pair> pairs_;
  std::set<std::pair<std::string, std::string>> visited_;
};

// The member of `shape` that `wanted` of another document is: by name, by a name on the wire, by
// name without regard to case and punctuation. Null when there is none.
[[nodiscard]] contract::Member* matching_member(contract::Shape& shape, const contract::Member& wanted);

// Whether two documents mean the same kind: numbers by family, enums are strings, and what a page
// cannot tell (`unknown`) fits.
[[nodiscard]] bool kinds_agree(const contract::Shape& own, const contract::Shape& other, bool other_unknown);

}  // namespace hallmark::importers
