#include "verdict/value_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "contract/promise_id.h"
#include "core/clock.h"
#include "core/mentions.h"
#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/variables.h"
#include "verdict/come_back.h"
#include "verdict/compare.h"
#include "verdict/places.h"

namespace hallmark::verdict {
namespace {

using exchange::Exchange;
using exchange::Role;
using plan::Claim;

constexpr std::size_t most_shown = 300;
// Between an answer's Date and a time in it: clocks differ, and what is made may have waited in a queue.
constexpr std::chrono::seconds apart{300};

// An ARN or a URL ends with the name of what it is of.
bool ends_with(const Json& value, const Json& name, int depth = 0) {
  if (value.is_string() && name.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    const auto& end = name.get_ref<const std::string&>();
    const std::size_t at = text.size() - end.size();
    return text.size() > end.size() && text.ends_with(end) && (text[at - 1] == ':' || text[at - 1] == '/');
  }
  return depth < 16 && value.is_structured() &&
         std::any_of(value.begin(), value.end(),
                     [&](const Json& part) { return ends_with(part, name, depth + 1); });
}

std::string rule_of(const plan::Case& test, const Claim& claim) {
  const auto id = contract::PromiseId::read(claim.promise);
  const bool own = id && id->side == contract::Side::behaviour;
  return "behaviour." + (own ? id->path : test.behaviour.kind);
}

// What was found of one claim.
struct Found {
  enum class State { silent, held, broken, absent } state = State::silent;
  std::string pointer, expected, actual, why;
};

// One answer of the run, read once.
struct Read {
  std::shared_ptr<const Compiled> compiled;
  const Exchange* exchange = nullptr;
  std::size_t at = 0;
  std::optional<Answer> answer;
  std::string why;  // there is nothing to be read from it
};

class ClaimsCheck {
 public:
  ClaimsCheck(const plan::Case& test, const exchange::CaseRun& run,
              const std::function<std::shared_ptr<const Compiled>(const std::string&)>& compiled_of)
      : test_(test), run_(run), compiled_of_(compiled_of) {}

  ClaimsJudgement all() {
    for (const Exchange& each : run_.exchanges) {
      if (each.role == Role::send) sent_ = &each.input;
    }
    for (const Claim& claim : test_.claims) one(claim);
    return std::move(result_);
  }

 private:
  void one(const Claim& claim) {
    const std::string not_done = refused_before(claim);
    const Read& read = reading(claim.step);
    Found found = !not_done.empty()  ? silent(not_done)
                  : read.why.empty() ? look(claim, read)
                                     : Found{.why = read.why};
    // What cannot be had is nowhere.
    const bool refused =
        not_done.empty() && read.answer && read.answer->error && read.answer->response->status < 500;
    if ((claim.kind == Claim::Kind::nowhere || claim.kind == Claim::Kind::hidden) && refused)
      found.state = Found::State::held;
    if (found.state == Found::State::silent) {
      if (result_.silence.empty()) result_.silence = found.why;
      return;
    }
    if (found.state == Found::State::absent && !claim.awaited) {
      if (result_.silence.empty()) result_.silence = found.why;
      return;
    }
    ++result_.decided;
    if (found.state == Found::State::held) {
      result_.ledger.evaluate(claim.promise);
      return;
    }
    const bool strong = test_.behaviour.stated && !claim.weak && found.state == Found::State::broken;
    Ledger ledger{.role = claim.step ? Role::then : Role::send, .exchange = read.at};
    ledger.evaluate(claim.promise, !strong);
    ledger.add({.rule = rule_of(test_, claim),
                .promise = claim.promise,
                .source = test_.behaviour.evidence,
                .severity = severity(strong ? Check::behaviour : Check::behaviour_by_name,
                                     AnswerKind::success, contract::Source::model),
                .pointer = found.pointer,
                .location = fmt::format("answer of {}", read.exchange->operation),
                .expected = found.expected,
                .actual = found.actual});
    result_.ledger.merge(std::move(ledger));
  }

  // A later answer shows nothing of what a call before it should have done, where that was refused.
  std::string refused_before(const Claim& claim) {
    for (std::size_t step = 0; claim.step && step < *claim.step; ++step) {
      const plan::Step& made = test_.then[step];
      const names::Kind kind = names::Knowledge::standard().kind_of(made.call);
      if (!made.expect.empty() || kind == names::Kind::read || kind == names::Kind::list) continue;
      if (const Read& read = reading(step); !read.why.empty()) return read.why;
    }
    return {};
  }

  const Read& reading(std::optional<std::size_t> step) {
    const auto known = reads_.find(step);
    if (known != reads_.end()) return known->second;
    Read read;
    for (std::size_t at = 0; at < run_.exchanges.size(); ++at) {
      const Exchange& each = run_.exchanges[at];
      const bool wanted = step ? each.role == Role::then && each.index == *step : each.role == Role::send;
      if (!wanted) continue;
      read.exchange = &each;
      read.at = at;
    }
    const std::string call = step ? test_.then[*step].call : test_.operation;
    if (!read.exchange || !read.exchange->http.response) {
      read.why = call + " was not answered";
    } else if (read.compiled = compiled_of_(call); !read.compiled) {
      read.why = "the contract has no " + call;
    } else {
      read.answer = read_answer(*read.compiled, read.exchange->http);
      if (!read.answer->success) read.why = fmt::format("{} answered {}", call, describe(*read.answer));
    }
    return reads_.emplace(step, std::move(read)).first->second;
  }

  [[nodiscard]] Found look(const Claim& claim, const Read& read) const {
    const Json& members = read.answer->success->members;
    if (claim.kind == Claim::Kind::once) return each_once(claim, members);
    if (claim.kind == Claim::Kind::nowhere) return nowhere(claim, members);
    if (claim.kind == Claim::Kind::everywhere) return everywhere(claim, members);
    if (claim.kind == Claim::Kind::shown || claim.kind == Claim::Kind::hidden)
      return presence(claim, members);
    for (const std::string& at : claim.at) {
      const auto places = places_of(claim, members, at);
      if (!places.empty()) return judge(claim, read, places.front());
    }
    const Json wanted = wanted_of(claim);
    const bool unknown = wanted.is_string() && wanted.get_ref<const std::string&>().starts_with("${");
    if (claim.kind == Claim::Kind::comes_back && unknown) return silent("nothing was kept");
    if (claim.kind == Claim::Kind::stays && has_item(claim, members)) return lost(claim);
    // Nothing is another value than what was there.
    if (claim.kind == Claim::Kind::differs && has_item(claim, members) &&
        !before(claim).value_or(Json()).is_null())
      return held();
    if (claim.kind == Claim::Kind::has_tags && claim.awaited)
      return {.state = Found::State::broken,
              .pointer = claim.at.empty() ? "" : claim.at.front(),
              .expected = "tags " + core::dump(wanted, most_shown),
              .actual = "none"};
    if (!has_item(claim, members)) return silent(read.exchange->operation + " did not show it");
    return {.state = Found::State::absent,
            .pointer = claim.at.empty() ? "" : claim.at.front(),
            .expected = claim.kind == Claim::Kind::dated ? "the time when it was made"
                                                         : core::dump(wanted, most_shown),
            .actual = "absent",
            .why = fmt::format("{} answered without {}", read.exchange->operation,
                               claim.at.empty() ? "" : claim.at.front())};
  }

  struct At {
    std::string pointer;
    const Json* value = nullptr;
  };

  // The thing itself is there, so that it can be said of a part of it that it is not.
  [[nodiscard]] bool has_item(const Claim& claim, const Json& members) const {
    if (claim.at.empty()) return false;
    const auto star = claim.at.front().find("/*");
    return star == std::string::npos ||
           !places_of(claim, members, claim.at.front().substr(0, star + 2)).empty();
  }

  // What the answer has at a pointer; behind '*', in the items that the claim is about.
  [[nodiscard]] std::vector<At> places_of(const Claim& claim, const Json& members,
                                          const std::string& at) const {
    const auto star = at.find("/*");
    if (star == std::string::npos) {
      const Json* value = core::pointer_find(members, at);
      return value && !value->is_null() ? std::vector<At>{{at, value}} : std::vector<At>{};
    }
    std::vector<At> found;
    const Json* items = core::pointer_find(members, at.substr(0, star));
    if (!items || !items->is_array()) return found;
    const std::string rest = at.substr(star + 2);
    // Values that things share (a key, a state) stand in the items of others, too: the item is the one that
    // has most of them, and where two have as many nothing says which it is.
    std::vector<std::ptrdiff_t> named;
    for (const Json& item : *items) {
      named.push_back(std::count_if(claim.items.begin(), claim.items.end(), [&](const std::string& name) {
        const auto kept = run_.kept.find(name);
        return kept != run_.kept.end() && core::mentions(item, kept->second);
      }));
    }
    const std::ptrdiff_t most = named.empty() ? 0 : *std::max_element(named.begin(), named.end());
    if (most > 0 && std::count(named.begin(), named.end(), most) > 1) return found;
    for (std::size_t index = 0; index < items->size(); ++index) {
      const Json& item = (*items)[index];
      if (most > 0 ? named[index] != most : !(claim.items.empty() && items->size() == 1)) continue;
      const Json* value = rest.empty() ? &item : core::pointer_find(item, rest);
      if (value && !value->is_null())
        found.push_back({core::pointer_join(at.substr(0, star), index) + rest, value});
    }
    return found;
  }

  [[nodiscard]] const contract::Shape* shape_at(const Read& read, const std::string& pointer) const {
    if (!read.compiled->output) return nullptr;
    const auto place = place_of(*read.compiled->model, *read.compiled->output, pointer);
    return place ? place->shape : nullptr;
  }

  [[nodiscard]] Json wanted_of(const Claim& claim) const {
    if (!claim.sent.empty()) {
      const Json* value = sent_ ? core::pointer_find(*sent_, claim.sent) : nullptr;
      return value ? *value : Json();
    }
    return plan::substituted(claim.value, run_.kept);
  }

  static Found told(const std::string& pointer, const Json& expected, const Json& actual) {
    return {.state = Found::State::broken,
            .pointer = pointer,
            .expected = core::dump(expected, most_shown),
            .actual = core::dump(actual, most_shown)};
  }
  static Found held() { return {.state = Found::State::held}; }
  static Found silent(std::string why) { return {.why = std::move(why)}; }

  [[nodiscard]] Found judge(const Claim& claim, const Read& read, const At& at) const {
    const Json wanted = wanted_of(claim);
    const contract::Model& model = *read.compiled->model;
    const contract::Shape* shape = shape_at(read, at.pointer);
    switch (claim.kind) {
      case Claim::Kind::comes_back: {
        const bool unknown = wanted.is_string() && wanted.get_ref<const std::string&>().starts_with("${");
        if (wanted.is_null() || unknown) return silent("nothing was sent, or kept");
        const auto other = contradiction(model, shape, wanted, *at.value);
        return other ? told(at.pointer + other->pointer, other->sent, other->came) : held();
      }
      case Claim::Kind::differs: {
        const auto was = before(claim);
        if (!was || was->is_null()) return silent("it was not there before");
        // As it was made it may be again.
        const auto made = places_of(claim, wanted, claim.at.front());
        if (!made.empty() && alike(model, shape, *made.front().value, *was, Likeness::same))
          return silent("it was so by default");
        // Which of several values is the usual one nobody shows.
        if (made.empty() && !wanted.is_null() && shape && !contract::enum_values(*shape).empty())
          return silent("its default was not shown");
        if (!alike(model, shape, *was, *at.value, Likeness::same)) return held();
        return {.state = Found::State::broken,
                .pointer = at.pointer,
                .expected = "another value than " + core::dump(*was, most_shown),
                .actual = core::dump(*at.value, most_shown)};
      }
      case Claim::Kind::stays:
        return stays(claim, model, shape, at);
      case Claim::Kind::grows:
        return grows(claim, shape, at);
      case Claim::Kind::has_tags:
      case Claim::Kind::lacks_tags:
        return tags(claim, at, wanted);
      case Claim::Kind::dated:
        return dated(read, at);
      case Claim::Kind::once:
      case Claim::Kind::nowhere:
      case Claim::Kind::everywhere:
      case Claim::Kind::shown:
      case Claim::Kind::hidden:
        break;
    }
    return silent("");
  }

  // Something is there, or nothing is.
  [[nodiscard]] static Found presence(const Claim& claim, const Json& members) {
    bool listed = false, empty = true;  // there are lists to look into, and no item in any
    for (const std::string& at : claim.at) {
      const auto star = at.find("/*");
      const Json* list =
          star == std::string::npos ? nullptr : core::pointer_find(members, at.substr(0, star));
      listed = listed || star != std::string::npos;
      if (star == std::string::npos) empty = false;
      for (std::size_t i = 0; star == std::string::npos ? i < 1 : list && i < list->size(); ++i) {
        const std::string pointer =
            star == std::string::npos ? at : core::pointer_join(at.substr(0, star), i) + at.substr(star + 2);
        empty = false;
        const Json* value = core::pointer_find(members, pointer);
        if (!value || value->is_null()) continue;
        if (claim.kind == Claim::Kind::shown) return held();
        if (value->is_structured() ? value->empty() : *value == Json("")) continue;
        return told(pointer, Json(), *value);
      }
    }
    if (claim.kind == Claim::Kind::hidden) return held();
    if (listed && empty) return silent("there is no item");
    return {.state = Found::State::broken,
            .pointer = claim.at.empty() ? "" : claim.at.front(),
            .expected = "a value",
            .actual = "absent"};
  }

  // The place as an earlier answer had it: by the same pointer or, in lists, in the same item.
  [[nodiscard]] std::optional<Json> before(const Claim& claim) const {
    const auto kept = run_.kept.find(claim.before);
    if (kept == run_.kept.end()) return std::nullopt;
    for (const std::string& at : claim.at) {
      const auto places = places_of(claim, kept->second, at);
      if (!places.empty()) return *places.front().value;
    }
    return Json();
  }

  [[nodiscard]] Found stays(const Claim& claim, const contract::Model& model, const contract::Shape* shape,
                            const At& at) const {
    const auto was = before(claim);
    if (!was) return silent("nothing was kept");
    if (was->is_null()) {
      // It was not there, and what was sent to another is here now.
      const Json* sent = sent_ && !claim.sent.empty() ? core::pointer_find(*sent_, claim.sent) : nullptr;
      if (sent && !contradiction(model, shape, *sent, *at.value)) return told(at.pointer, Json(), *at.value);
      return silent("it was not there before");
    }
    const auto changed = change(model, shape, *was, *at.value, claim.but);
    return changed ? told(at.pointer + changed->pointer, changed->sent, changed->came) : held();
  }

  // A time that is cut to the second may be the same.
  [[nodiscard]] Found grows(const Claim& claim, const contract::Shape* shape, const At& at) const {
    const auto was = before(claim);
    if (!was || was->is_null()) return silent("it was not there before");
    const Found stood{.state = Found::State::broken,
                      .pointer = at.pointer,
                      .expected = "more than " + core::dump(*was, most_shown),
                      .actual = core::dump(*at.value, most_shown)};
    const bool time = shape && shape->type == contract::ShapeType::timestamp;
    if (!time && was->is_number() && at.value->is_number()) return *at.value > *was ? held() : stood;
    const auto first = read_time(*was), second = read_time(*at.value);
    if (!time || !first || !second) return silent("it is neither a number nor a time");
    if (second->time > first->time) return held();
    if (second->time < first->time || !first->whole_seconds) return stood;
    return silent("times are told by the second");
  }

  // Null, or structures and lists of nothing, which an answer may as well leave out.
  static bool holds_nothing(const Json& value) {
    return value.is_null() ||
           (value.is_structured() &&
            std::all_of(value.begin(), value.end(), [](const Json& part) { return holds_nothing(part); }));
  }

  [[nodiscard]] Found lost(const Claim& claim) const {
    const auto was = before(claim);
    if (!was || holds_nothing(*was)) return silent("it was not there before");
    return told(claim.at.empty() ? "" : claim.at.front(), *was, Json());
  }

  // [{Key, Value}] or {key: value}, whatever the two are called.
  static std::optional<std::map<std::string, std::string>> read_tags(const Json& value) {
    const names::Knowledge& words = names::Knowledge::standard();
    std::map<std::string, std::string> tags;
    if (value.is_object()) {
      for (const auto& [key, text] : value.items())
        tags[key] = text.is_string() ? text.get<std::string>() : "";
      return tags;
    }
    if (!value.is_array()) return std::nullopt;
    for (const Json& each : value) {
      std::optional<std::string> key;
      std::string text;
      if (!each.is_object()) return std::nullopt;
      for (const auto& [name, part] : each.items()) {
        if (!part.is_string()) continue;
        if (words.says(names::MemberWord::pair_key, name)) key = part.get<std::string>();
        if (words.says(names::MemberWord::pair_value, name)) text = part.get<std::string>();
      }
      if (!key) return std::nullopt;
      tags[*key] = text;
    }
    return tags;
  }

  [[nodiscard]] static Found tags(const Claim& claim, const At& at, const Json& wanted) {
    const auto there = read_tags(*at.value);
    if (!there) return silent("the tags cannot be read");
    if (claim.kind == Claim::Kind::has_tags) {
      const auto asked = read_tags(wanted);
      if (!asked) return silent("no tags were sent");
      for (const auto& [key, value] : *asked) {
        const auto found = there->find(key);
        if (found == there->end() || found->second != value)
          return {.state = Found::State::broken,
                  .pointer = at.pointer,
                  .expected = fmt::format("the tag {} with the value \"{}\"", key, value),
                  .actual = found == there->end() ? "no such tag" : "\"" + found->second + "\""};
      }
      return held();
    }
    for (const Json& key : wanted) {
      if (key.is_string() && there->contains(key.get<std::string>()))
        return {.state = Found::State::broken,
                .pointer = at.pointer,
                .expected = fmt::format("no tag {}", key.get<std::string>()),
                .actual = "it is there"};
    }
    return held();
  }

  [[nodiscard]] static Found dated(const Read& read, const At& at) {
    const std::string* header = read.exchange->http.response->headers.find("Date");
    const auto now = header ? core::parse_time(*header, core::TimestampFormat::http_date) : std::nullopt;
    const auto time = read_time(*at.value);
    if (!now || !time) return silent("the answer has no Date");
    const auto distance = std::chrono::abs(time->time - *now);
    if (distance <= apart) return held();
    return {.state = Found::State::broken,
            .pointer = at.pointer,
            .expected = fmt::format("a time near the answer's Date, {}", *header),
            .actual = core::dump(*at.value, most_shown)};
  }

  [[nodiscard]] Found nowhere(const Claim& claim, const Json& members) const {
    const Json unwanted = wanted_of(claim);
    if (unwanted.is_null()) return silent("nothing was sent");
    // Where it is said to have failed it is not.
    Json rest = members;
    if (rest.is_object()) {
      for (const std::string& list : names::Habits::standard().failure_lists) rest.erase(list);
    }
    if (!core::mentions(rest, unwanted) && !ends_with(rest, unwanted)) return held();
    return {.state = Found::State::broken,
            .expected = fmt::format("{} nowhere", core::dump(unwanted, most_shown)),
            .actual = "it is there"};
  }

  [[nodiscard]] Found everywhere(const Claim& claim, const Json& members) const {
    const Json wanted = wanted_of(claim);
    bool any = false;
    for (const std::string& at : claim.at) {
      const auto star = at.find("/*");
      const Json* items = core::pointer_find(members, at.substr(0, star));
      if (!items || !items->is_array()) continue;
      for (std::size_t index = 0; index < items->size(); ++index) {
        const Json* value = core::pointer_find((*items)[index], at.substr(star + 2));
        if (!value || value->is_null()) continue;
        any = true;
        if (*value != wanted)
          return told(core::pointer_join(at.substr(0, star), index) + at.substr(star + 2), wanted, *value);
      }
    }
    return any ? held() : silent("no item shows it");
  }

  [[nodiscard]] Found each_once(const Claim& claim, const Json& members) const {
    for (const Json& wanted : plan::substituted(claim.value, run_.kept)) {
      std::size_t times = 0;
      for (const std::string& at : claim.at) {
        const Json* list = core::pointer_find(members, at);
        if (!list || !list->is_array()) continue;
        times += static_cast<std::size_t>(std::count_if(
            list->begin(), list->end(), [&](const Json& item) { return core::mentions(item, wanted); }));
      }
      if (times != 1)
        return {.state = Found::State::broken,
                .pointer = claim.at.empty() ? "" : claim.at.front(),
                .expected =
                    fmt::format("{} in one entry of {}", core::dump(wanted, 100), core::join(claim.at, ", ")),
                .actual = fmt::format("in {}", times)};
    }
    return held();
  }

  const plan::Case& test_;
  const exchange::CaseRun& run_;
  const std::function<std::shared_ptr<const Compiled>(const std::string&)>& compiled_of_;
  const Json* sent_ = nullptr;
  std::map<std::optional<std::size_t>, Read> reads_;
  ClaimsJudgement result_;
};

}  // namespace

ClaimsJudgement check_claims(
    const plan::Case& test, const exchange::CaseRun& run,
    const std::function<std::shared_ptr<const Compiled>(const std::string&)>& compiled_of) {
  return ClaimsCheck(test, run, compiled_of).all();
}

}  // namespace hallmark::verdict
