#include "endpoint/reference/words.h"

#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "names/habits.h"
#include "names/knowledge.h"
#include "names/values.h"

namespace hallmark::endpoint {

namespace {

const names::Knowledge& words() { return names::Knowledge::standard(); }

std::optional<Act> act_of(names::Kind kind) {
  switch (kind) {
    case names::Kind::make:
      return Act::create;
    case names::Kind::read:
      return Act::read;
    case names::Kind::list:
      return Act::list;
    case names::Kind::change:
      return Act::update;
    case names::Kind::remove:
      return Act::remove;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Saying> saying_of(std::string_view name) {
  // "UpdateThing2020_05_31"
  constexpr std::string_view dated = "*20[0-9][0-9]_[0-9][0-9]_[0-9][0-9]";
  constexpr std::size_t date_size = 10;
  if (core::glob_match(dated, name)) name.remove_suffix(date_size);
  auto call = words().tag_act(name);
  if (!call) call = names::Habits::standard().tagging_act(name);
  if (call) {
    const Act act = *call == names::TagAct::tag     ? Act::tag
                    : *call == names::TagAct::untag ? Act::untag
                                                    : Act::list_tags;
    return Saying{.act = act, .noun = {}};
  }
  const names::Verb* verb = words().verb_of(name);
  const auto act = verb == nullptr ? std::nullopt : act_of(verb->kind);
  if (!act) return std::nullopt;
  return Saying{.act = *act,
                .noun = words().noun_of(name),
                .put = *act == Act::create && !verb->anew,
                .sure = verb->sure,
                .onto = verb->onto};
}

std::vector<std::string> singulars(std::string_view noun) { return words().singulars(noun); }

IdentifierWord identifier_word(std::string_view member) {
  const auto known = words().identifier(member);
  if (!known) return IdentifierWord::none;
  switch (known->meaning) {
    case names::Meaning::arn:
      return IdentifierWord::arn;
    case names::Meaning::name:
      return IdentifierWord::name;
    case names::Meaning::url:
      return IdentifierWord::url;
    case names::Meaning::id:
      break;
  }
  return IdentifierWord::id;
}

bool is_identifier_word(std::string_view member) {
  const auto known = words().identifier(member);
  return known && known->stem.empty() && !known->plural;
}

bool surely_names(std::string_view member, std::string_view kind) {
  if (same_word(member, kind)) return true;
  const auto known = words().identifier(member);
  return known && !known->plural && (known->stem.empty() || same_word(known->stem, kind));
}

bool names_by_end(std::string_view member, std::string_view kind) {
  const auto known = words().identifier(member);
  if (!known || known->plural || known->stem.empty() || known->stem.size() >= kind.size()) return false;
  const std::string_view end = kind.substr(kind.size() - known->stem.size());
  return end == known->stem;
}

bool names_any_resource(std::string_view member) { return words().names_any_resource(member); }

bool is_page_token(std::string_view name) { return words().is_page_token(name); }

bool is_failure_list(std::string_view member) { return names::Habits::standard().is_failure_list(member); }

bool is_page_size(std::string_view name) { return words().is_page_size(name); }

bool is_idempotency_token(std::string_view name) { return words().is_idempotency_token(name); }

bool is_version_tag(std::string_view name) { return !words().version_tag_source(name).empty(); }

bool is_state(std::string_view member) {
  const std::string lower = core::to_lower(member);
  return lower.ends_with("status") || lower.ends_with("state");
}

bool is_final_state(std::string_view state) {
  const auto& known = names::Habits::standard().final_states;
  return std::find(known.begin(), known.end(), core::letters_and_digits(state)) != known.end();
}

bool is_pending_state(std::string_view state) {
  return names::Habits::standard().is_pending(core::letters_and_digits(state));
}

bool is_there_by_itself(std::string_view service, std::string_view operation, std::string_view member,
                        std::string_view text) {
  const names::MemberPlace place{
      .service = service, .operation = operation, .shape = {}, .member = member, .target = {}};
  const names::MadeValue* made = names::ValueRules::embedded()->made(place, [&](const Json& value) {
    return value.is_string() && value.get_ref<const std::string&>() == text;
  });
  return made != nullptr && made->certainty == names::Certainty::known;
}

bool is_tags(std::string_view name) {
  const std::string lower = core::to_lower(name);
  return lower.ends_with("tags") || lower == "taglist" || lower == "tagset" || lower == "tagspecifications";
}

bool takes_tags_away(std::string_view operation, std::string_view member) {
  const auto rows = names::Habits::standard().tagging_with(operation);
  return std::any_of(rows.begin(), rows.end(),
                     [&](const auto& row) { return !row.removes.empty() && row.removes == member; });
}

bool same_word(std::string_view a, std::string_view b) { return core::equal_ignoring_case(a, b); }

bool has_word(std::string_view text, std::string_view part) {
  return core::to_lower(text).find(core::to_lower(part)) != std::string::npos;
}

}  // namespace hallmark::endpoint
