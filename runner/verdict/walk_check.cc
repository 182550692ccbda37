#include "verdict/walk_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "contract/promise_id.h"
#include "core/mentions.h"
#include "core/text.h"
#include "plan/cases/walk_items.h"

namespace hallmark::verdict {
namespace {

bool is_first(const plan::Walk& walk, const Json& input) {
  return std::none_of(walk.input_tokens.begin(), walk.input_tokens.end(),
                      [&](const std::string& token) { return input.contains(token); });
}

class WalkCheck {
 public:
  WalkCheck(const Compiled& compiled, const plan::Case& test, const std::map<std::string, Json>& kept,
            Ledger& ledger)
      : compiled_(compiled),
        test_(test),
        walk_(*test.walk),
        kept_(kept),
        ledger_(ledger),
        identity_(plan::identity_of_items(*compiled.model, *compiled.operation, walk_)) {}

  void run(const std::vector<WalkedPage>& pages, bool& unfinished) {
    std::size_t before = 0, begin = 0;
    for (std::size_t i = 0; i < pages.size(); ++i) {
      if (!is_first(walk_, pages[i].exchange->input)) continue;
      before = begin;
      begin = i;
    }
    std::set<std::string> asked;
    for (std::size_t i = begin; i < pages.size(); ++i) {
      const WalkedPage& page = pages[i];
      ledger_.exchange = page.at;
      if (i > begin && !asked.insert(page.exchange->input.dump()).second) break;
      if (!page.exchange->http.response) {
        unfinished = true;
        return;
      }
      const Answer answer = read_answer(compiled_, page.exchange->http);
      if (!answer.success) {
        tell("behaviour.token", "success: the token is one that an answer gave", describe(answer));
        unfinished = true;
        return;
      }
      last_ = answer.success->members;
      read_page(answer.success->members);
    }
    // The executor stops where it is sent in a circle.
    const bool far = pages.size() - begin >= walk_.most_pages;
    if (repeats(asked)) {
      tell("behaviour.end", "tokens that come to an end", "the token that was sent came back");
    } else if (far && followed_far()) {
      return;  // of so many things the rest need not be seen
    } else if (far) {
      unfinished = true;
    }
    if (!unfinished && (is_only_the_last() || says_no_place_of_more())) unfinished = true;
    if (unfinished) return;
    steady_ = page_ends_.size() < 2 || before == begin || items_of(pages, before, begin) == sorted(items_);
    each_once();
    if (steady_) as_at_once();
    unfinished = unfinished || disturbed_;
  }

 private:
  void tell(std::string rule, std::string expected, std::string actual, std::string pointer = {},
            const std::string& promise = {}) {
    ledger_.add({.rule = std::move(rule),
                 .promise = promise.empty() ? test_.promises.front() : promise,
                 .source = test_.behaviour.evidence,
                 .severity = severity(test_.behaviour.stated ? Check::behaviour : Check::behaviour_by_name,
                                      AnswerKind::success, contract::Source::model),
                 .pointer = std::move(pointer),
                 .location = "body",
                 .expected = std::move(expected),
                 .actual = std::move(actual)});
  }

  static std::vector<std::string> sorted(const std::vector<Json>& items) {
    std::vector<std::string> texts;
    for (const Json& item : items) texts.push_back(item.dump());
    std::sort(texts.begin(), texts.end());
    return texts;
  }

  // What the walk before the last has shown.
  [[nodiscard]] std::vector<std::string> items_of(const std::vector<WalkedPage>& pages, std::size_t begin,
                                                  std::size_t end) const {
    std::vector<Json> all;
    for (std::size_t i = begin; i < end; ++i) {
      if (!pages[i].exchange->http.response) continue;
      const Answer answer = read_answer(compiled_, pages[i].exchange->http);
      const Json* items = answer.success ? core::pointer_find(answer.success->members, walk_.items) : nullptr;
      if (!items || !items->is_structured()) continue;
      for (const auto& [key, item] : items->items())
        all.push_back(items->is_object() ? Json{key, item} : item);
    }
    return sorted(all);
  }

  void read_page(const Json& members) {
    const Json* items = core::pointer_find(members, walk_.items);
    if (!items || !items->is_structured()) return;
    if (walk_.page_size != 0 && items->size() > walk_.page_size) {
      tell("behaviour.page-size", fmt::format("at most {}", walk_.page_size),
           fmt::format("a page of {}", items->size()), walk_.items);
    }
    plan::count_items(walk_, identity_, members, walked_);
    for (const auto& [key, item] : items->items())
      items_.push_back(items->is_object() ? Json{key, item} : item);
    page_ends_.push_back(items_.size());
  }

  // That each is listed, where the case promises it beside the pages.
  [[nodiscard]] std::string promise_of_the_list() const {
    const auto found =
        std::find_if(test_.promises.begin(), test_.promises.end(), [](const std::string& each) {
          return contract::clause_of_promise(each).starts_with("behaviour.listed");
        });
    return found == test_.promises.end() ? std::string() : *found;
  }

  [[nodiscard]] bool is_twice_on_one_page(const Json& value) const {
    std::size_t begin = 0;
    for (const std::size_t end : page_ends_) {
      const auto times = std::count_if(items_.begin() + static_cast<std::ptrdiff_t>(begin),
                                       items_.begin() + static_cast<std::ptrdiff_t>(end),
                                       [&](const Json& item) { return core::mentions(item, value); });
      if (times > 1) return true;
      begin = end;
    }
    return false;
  }

  [[nodiscard]] bool repeats(const std::set<std::string>& asked) const {
    Json next = Json::object();
    if (asked.empty() || walk_.input_tokens.empty()) return false;
    for (std::size_t i = 0; i < walk_.input_tokens.size() && i < walk_.output_tokens.size(); ++i) {
      const Json* token = core::pointer_find(last_, walk_.output_tokens[i]);
      if (token && !token->is_null()) next[walk_.input_tokens[i]] = *token;
    }
    if (next.empty()) return false;
    return std::any_of(asked.begin(), asked.end(), [&](const std::string& text) {
      const Json input = Json::parse(text, nullptr, false);
      return std::all_of(next.items().begin(), next.items().end(), [&](const auto& each) {
        return input.contains(each.key()) && input[each.key()] == each.value();
      });
    });
  }

  // There are more, it says, and not where: an older form of the operation, which goes on behind the last
  // item.
  [[nodiscard]] bool says_no_place_of_more() const {
    const Json* more = walk_.more.empty() ? nullptr : core::pointer_find(last_, walk_.more);
    if (!more || !more->is_boolean() || !more->get<bool>()) return false;
    return std::none_of(walk_.output_tokens.begin(), walk_.output_tokens.end(),
                        [&](const std::string& token) {
                          const Json* place = core::pointer_find(last_, token);
                          return place && !place->is_null();
                        });
  }

  // Of several that were made the last is there alone: there is only ever one.
  [[nodiscard]] bool is_only_the_last() const {
    if (walk_.once.size() < 2 || items_.size() != 1) return false;
    const auto last = kept_.find(walk_.once.back());
    return last != kept_.end() && count(last->second) == 1;
  }

  void each_once() {
    for (const std::string& variable : walk_.once) {
      const auto kept = kept_.find(variable);
      if (kept == kept_.end()) continue;
      const auto times = count(kept->second);
      const auto as_many = std::count_if(walk_.once.begin(), walk_.once.end(), [&](const std::string& other) {
        const auto its = kept_.find(other);
        return its != kept_.end() && its->second == kept->second;
      });
      // What answered the same twice has made one.
      if (times == 1 || as_many > 1) continue;
      // While others come and go, whoever counts shows a thing again on the next page, or passes one over.
      if (!steady_ && !is_twice_on_one_page(kept->second)) {
        disturbed_ = true;
        continue;
      }
      tell(times == 0 ? "behaviour.missing" : "behaviour.repeated",
           fmt::format("{} in one item", core::dump(kept->second, 100)),
           fmt::format("in {} of {}", times, items_.size()), walk_.items,
           times == 0 || is_twice_on_one_page(kept->second) ? promise_of_the_list() : std::string());
    }
    for (const std::string& variable : walk_.never) {
      const auto kept = kept_.find(variable);
      if (kept == kept_.end() || count(kept->second) == 0) continue;
      tell(test_.behaviour.kind == "filters" ? "behaviour.filters" : "behaviour.listed-when-gone",
           fmt::format("{} in no item", core::dump(kept->second, 100)), "it is there", walk_.items);
    }
  }

  // Each page had something new on it.
  [[nodiscard]] bool followed_far() const {
    std::size_t before = 0;
    const bool each = std::all_of(page_ends_.begin(), page_ends_.end(),
                                  [&](std::size_t end) { return std::exchange(before, end) < end; });
    return kept_.contains(plan::at_once) && each && page_ends_.size() >= walk_.most_pages;
  }

  // What is told all at once, before and after the walk alike, is told page by page, too. Who has more than
  // goes into one answer may have more of the same.
  void as_at_once() {
    const auto before = kept_.find(plan::at_once), after = kept_.find(plan::at_once_again);
    if (before == kept_.end() || after == kept_.end()) return;
    plan::ItemCounts all, again;
    plan::count_items(walk_, identity_, before->second, all);
    plan::count_items(walk_, identity_, after->second, again);
    if (all != again) return;
    const bool more = plan::tells_of_more(walk_, before->second);
    for (const auto& [item, times] : all) {
      const auto found = walked_.find(item);
      const std::size_t there = found == walked_.end() ? 0 : found->second;
      if (there == times || (there > times && more)) continue;
      tell(there < times ? "behaviour.missing" : "behaviour.repeated",
           fmt::format("{} {}, as without a size", core::shorten(item, 100), count_in_words(times)),
           fmt::format("{} on {} pages", count_in_words(there), page_ends_.size()), walk_.items);
      return;  // what is told of one holds for the others
    }
  }

  static std::string count_in_words(std::size_t times) {
    return times == 1 ? "once" : fmt::format("{} times", times);
  }

  [[nodiscard]] std::ptrdiff_t count(const Json& value) const {
    return std::count_if(items_.begin(), items_.end(),
                         [&](const Json& item) { return core::mentions(item, value); });
  }

  const Compiled& compiled_;
  const plan::Case& test_;
  const plan::Walk& walk_;
  const std::map<std::string, Json>& kept_;
  Ledger& ledger_;
  std::vector<Json> items_;
  bool steady_ = true;      // the walk before has shown the same, or no page but one
  bool disturbed_ = false;  // something was not told for that
  const std::vector<std::string> identity_;
  plan::ItemCounts walked_;
  std::vector<std::size_t> page_ends_;  // how many items there were after each page
  Json last_;
};

}  // namespace

void check_walk(const Compiled& compiled, const plan::Case& test, const std::vector<WalkedPage>& pages,
                const std::map<std::string, Json>& kept, Ledger& ledger, bool& unfinished) {
  if (test.walk) WalkCheck(compiled, test, kept, ledger).run(pages, unfinished);
}

}  // namespace hallmark::verdict
