#include <fmt/format.h>

#include "core/text.h"
#include "importers/diff.h"

namespace hallmark::importers {

std::string render_text(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& difference : differences) {
    const std::string before = core::printable(core::shorten(difference.before, 500));
    const std::string after = core::printable(core::shorten(difference.after, 500));
    text += fmt::format("{:<8} {}", difference.kind, core::printable(difference.where));
    if (difference.kind == "changed") {
      text += fmt::format(": {} -> {}", before, after);
    } else if (const std::string& value = difference.kind == "added" ? after : before; !value.empty()) {
      text += fmt::format(": {}", value);
    }
    text += '\n';
  }
  text += fmt::format("{} difference{}\n", differences.size(), differences.size() == 1 ? "" : "s");
  return text;
}

std::string render_json(const std::vector<Difference>& differences) {
  OrderedJson list = OrderedJson::array();
  for (const Difference& difference : differences) {
    OrderedJson entry;
    entry["where"] = difference.where;
    entry["kind"] = difference.kind;
    entry["before"] = difference.before;
    entry["after"] = difference.after;
    list.push_back(std::move(entry));
  }
  return list.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace hallmark::importers
