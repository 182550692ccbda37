#include "importers/boto3_list.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.h"

namespace hallmark::importers::boto3 {
namespace {

constexpr std::size_t max_depth = 200;

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

// What stands between the parentheses, as one of our type words.
std::string type_word(std::string_view text) {
  if (text.find("document<document>") != std::string_view::npos) return "document";
  if (text.find(".EventStream") != std::string_view::npos) return "event-stream";
  if (text.find(".StreamingBody") != std::string_view::npos ||
      text.find("seekable file") != std::string_view::npos) {
    return "streaming";
  }
  if (text.find("JSON serializable") != std::string_view::npos) return "json";
  std::string word(core::trim(text));
  std::erase(word, '*');
  return word;
}

// `- **Name** *(type) --* prose`, `- *(type) --* prose`, or with a type that is not italic.
std::optional<ListItem> item_of(std::string_view line, std::string_view* rest) {
  line.remove_prefix(indent_of(line));
  if (line.substr(0, 2) != "- ") return std::nullopt;
  line.remove_prefix(2);
  ListItem item;
  if (line.substr(0, 2) == "**") {
    const std::size_t end = line.find("**", 2);
    if (end == std::string_view::npos) return std::nullopt;
    item.name = line.substr(2, end - 2);
    line.remove_prefix(end + 2);
    if (line.substr(0, 1) != " ") return std::nullopt;
    line.remove_prefix(1);
  }
  const bool italic = line.substr(0, 2) == "*(";
  if (!italic && line.substr(0, 1) != "(") return std::nullopt;
  const std::string_view close = italic ? ") --*" : ") --";
  const std::size_t end = line.find(close);
  if (end == std::string_view::npos) return std::nullopt;
  const std::size_t begin = italic ? 2 : 1;
  item.type = type_word(line.substr(begin, end - begin));
  *rest = core::trim(line.substr(end + close.size()));
  return item;
}

void read_prose(ListItem& item, std::string_view prose) {
  if (prose.find("**[REQUIRED]**") == 0) item.required = true;
  if (prose.find("This is a Tagged Union structure") != std::string_view::npos) item.tagged_union = true;
  if (prose.find("This field is autopopulated if not provided.") != std::string_view::npos)
    item.autopopulated = true;
}

// Items by indentation: a deeper item is a child of the nearest shallower one.
class Nest {
 public:
  explicit Nest(std::vector<ListItem>& roots) : roots_(roots) {}
  void clear() { open_.clear(); }
  // Pointers into vectors that grow: each level keeps an index path instead.
  void add(std::size_t indent, ListItem item) {
    while (!open_.empty() && open_.back().indent >= indent) open_.pop_back();
    if (open_.size() >= max_depth) return;
    std::vector<ListItem>& siblings = level();
    siblings.push_back(std::move(item));
    open_.push_back({indent, siblings.size() - 1});
  }
  ListItem* current() {
    if (open_.empty()) return nullptr;
    const std::size_t last = open_.back().index;
    const Open top = open_.back();
    open_.pop_back();
    ListItem* item = &level()[last];
    open_.push_back(top);
    return item;
  }

 private:
  struct Open {
    std::size_t indent, index;
  };
  std::vector<ListItem>& level() {
    std::vector<ListItem>* at = &roots_;
    for (const Open& open : open_) at = &(*at)[open.index].children;
    return *at;
  }
  std::vector<ListItem>& roots_;
  std::vector<Open> open_;
};

}  // namespace

std::vector<ListItem> parse_parameters(const std::vector<std::string_view>& lines) {
  std::vector<ListItem> roots;
  Nest nest(roots);
  std::string pending_type;
  for (const std::string_view line : lines) {
    const std::string_view text = core::trim(line);
    if (text.substr(0, 6) == ":type " && indent_of(line) <= 2) {
      const std::size_t colon = text.find(": ", 6);
      pending_type = colon == std::string_view::npos ? "" : type_word(text.substr(colon + 2));
      if (!pending_type.empty() && pending_type.front() == '(') pending_type = type_word(pending_type);
    } else if (text.substr(0, 7) == ":param " && indent_of(line) <= 2) {
      const std::size_t colon = std::min(text.find(':', 7), text.size());
      nest.clear();
      nest.add(0, {.name = std::string(text.substr(7, colon - 7)),
                   .type = std::exchange(pending_type, {}),
                   .children = {}});
      if (colon < text.size()) read_prose(*nest.current(), core::trim(text.substr(colon + 1)));
    } else {
      std::string_view rest;
      if (auto item = item_of(line, &rest); item && indent_of(line) >= 4) {
        read_prose(*item, rest);
        nest.add(indent_of(line), std::move(*item));
      } else if (ListItem* current = nest.current()) {
        if (text.find("**[REQUIRED]**") != 0) read_prose(*current, text);
      }
    }
  }
  return roots;
}

std::vector<ListItem> parse_structure(const std::vector<std::string_view>& lines) {
  std::vector<ListItem> roots;
  Nest nest(roots);
  for (const std::string_view line : lines) {
    std::string_view rest;
    if (auto item = item_of(line, &rest)) {
      read_prose(*item, rest);
      item->required = false;
      nest.add(indent_of(line), std::move(*item));
    } else if (ListItem* current = nest.current()) {
      read_prose(*current, core::trim(line));
      current->required = false;
    }
  }
  // The root is the one unnamed item; its children are the members.
  if (roots.size() == 1 && roots[0].name.empty()) return std::move(roots[0].children);
  return roots;
}

}  // namespace hallmark::importers::boto3
