#include "plan/cases/parameters.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "core/text.h"

namespace hallmark::plan {
namespace {

using core::FileCursor;

constexpr std::string_view opening = "${each.";

std::vector<std::string> names_of(const OrderedJson& record) {
  std::vector<std::string> names;
  for (const auto& [name, value] : record.items()) {
    if (name != "$comment") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// One record put into the places of a case.
class Filling {
 public:
  Filling(const FileCursor& node, const OrderedJson& record) : node_(node), record_(record) {}

  [[nodiscard]] OrderedJson of(const OrderedJson& value) {
    if (value.is_string()) return of_text(value.get_ref<const std::string&>());
    if (value.is_object()) {
      OrderedJson filled = OrderedJson::object();
      for (const auto& [key, item] : value.items()) {
        const OrderedJson name = of_text(key);
        filled[name.is_string() ? name.get<std::string>() : name.dump()] = of(item);
      }
      return filled;
    }
    if (!value.is_array()) return value;
    OrderedJson filled = OrderedJson::array();
    for (const OrderedJson& item : value) filled.push_back(of(item));
    return filled;
  }
  [[nodiscard]] const std::set<std::string>& used() const { return used_; }

 private:
  OrderedJson of_text(const std::string& text) {
    std::string filled;
    std::size_t at = 0;
    for (std::size_t next = text.find(opening); next != std::string::npos; next = text.find(opening, at)) {
      const std::size_t end = text.find('}', next);
      if (end == std::string::npos) break;
      const std::string name = text.substr(next + opening.size(), end - next - opening.size());
      const OrderedJson& value = named(name);
      if (next == 0 && end + 1 == text.size()) return value;
      filled += text.substr(at, next - at);
      filled += value.is_string() ? value.get<std::string>() : value.dump();
      at = end + 1;
    }
    return filled + text.substr(at);
  }

  const OrderedJson& named(const std::string& name) {
    const auto found = record_.find(name);
    if (record_.empty()) {
      node_.fail("parameters", "\"${each." + name + "}\" is a parameter, and the case has no \"parameters\"",
                 "give the records: \"parameters\": [{\"" + name + "\": …}, …]");
    }
    if (found == record_.end()) {
      const auto near = core::nearest(name, names_of(record_));
      node_.fail(
          "parameters", "\"${each." + name + "}\": the records of \"parameters\" have no \"" + name + "\"",
          near ? "did you mean \"" + *near + "\"?" : "they have: " + core::join(names_of(record_), ", "));
    }
    used_.insert(name);
    return *found;
  }

  const FileCursor& node_;
  const OrderedJson& record_;
  std::set<std::string> used_;
};

}  // namespace

std::vector<Expanded> expanded(const FileCursor& node) {
  const auto parameters = node.find("parameters");
  static const OrderedJson no_record = OrderedJson::object();
  if (!parameters) {
    // A parameter without records would be sent as it stands.
    return {{.value = Filling(node, no_record).of(node.json()), .line = node.line()}};
  }
  const auto records = parameters->items();
  if (records.empty()) parameters->fail("empty", "must hold at least one record");
  const std::vector<std::string> names =
      names_of(records.front().entries().empty() ? no_record : records.front().json());
  if (names.empty()) records.front().fail("empty", "must hold at least one value");
  const FileCursor name = node.at("name");
  if (records.size() > 1 && name.text().find(opening) == std::string::npos) {
    name.fail("parameters", "every record would make a case of this name",
              "put a parameter into the name: \"" + name.text() + "-${each." + names.front() + "}\"");
  }
  OrderedJson pattern = node.json();
  pattern.erase("parameters");
  std::vector<Expanded> cases;
  for (const FileCursor& record : records) {
    static_cast<void>(record.entries());  // an object
    if (names_of(record.json()) != names) {
      record.fail("parameters", "this record has other names than the first",
                  "each has: " + core::join(names, ", "));
    }
    Filling filling(node, record.json());
    cases.push_back({.value = filling.of(pattern), .line = record.line()});
    for (const std::string& given : names) {
      if (!filling.used().contains(given))
        record.fail("parameters", "nothing uses \"" + given + "\"",
                    "write \"${each." + given + "}\" or leave it out");
    }
  }
  return cases;
}

}  // namespace hallmark::plan
