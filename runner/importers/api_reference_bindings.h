// Where the members of a page's request and answer travel: by the request line, the header lines and the
// items of the page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "importers/api_reference_syntax.h"
#include "importers/api_reference_text.h"

namespace hallmark::importers::api_reference {

class PageBindings {
 public:
  explicit PageBindings(const Block& block);

  // Sets label, query or header on a member that has its item's name, and gives it the name of its
  // placeholder, where the syntax has one. Items are called as on the wire, or as their placeholders.
  // `section`: the item's; `text`: what stands with it ("Location: header").
  void bind(contract::Member& member, std::string_view section, std::string_view text);
  // Of answers: header, status or payload.
  void bind_answer(contract::Member& member, std::string_view section);
  // With labels in braces and, behind "?", what no item describes: "/planks/{id}?find=Plank". To be asked
  // when all items are bound.
  [[nodiscard]] std::string uri() const;

 private:
  struct Parameter {
    std::string key, value;
    bool has_value = false, bound = false;
  };
  bool label(contract::Member& member);
  bool query(contract::Member& member);
  bool header(contract::Member& member);

  const Block& block_;
  std::string path_;
  std::vector<Parameter> query_;
};

// An exception of a page with its status and its own members. Members stand between the name of their
// exception and its status.
struct ListedError {
  std::string name, status;
  std::vector<std::string> members;
};
[[nodiscard]] std::vector<ListedError> listed_errors(const Section& errors);

}  // namespace hallmark::importers::api_reference
