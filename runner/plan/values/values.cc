#include "plan/values/values.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "contract/text_facts.h"
#include "core/text.h"
#include "names/knowledge.h"
#include "plan/cases/variables.h"
#include "plan/values/company.h"
#include "plan/values/shapes.h"
#include "plan/values/strings.h"

namespace hallmark::plan {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

struct Values::State {
  const contract::Model& model;
  std::string protocol;
  Strings strings;
  Certainties certainties;
  std::string made;  // the noun that the operation makes; "" where it makes nothing

  [[nodiscard]] bool keeps(const Member& member, const Json& value);
};

namespace {

bool fits_type(const Json& value, const Shape& target) {
  switch (target.type) {
    case ShapeType::string:
    case ShapeType::enumeration:
      return value.is_string();
    case ShapeType::blob:
      return value.is_string() && core::base64_decode(value.get<std::string>()).has_value();
    case ShapeType::timestamp:
      return value.is_string() &&
             core::parse_time(value.get<std::string>(), core::TimestampFormat::date_time).has_value();
    case ShapeType::boolean:
      return value.is_boolean();
    case ShapeType::list:
      return value.is_array();
    case ShapeType::structure:
    case ShapeType::union_shape:
    case ShapeType::map:
      return value.is_object();
    case ShapeType::document:
      return true;
    default:
      return value.is_number() && (value.is_number_integer() || !is_whole_number(target.type));
  }
}

struct NumberBounds {
  double low, high;
};

NumberBounds bounds_of_type(ShapeType type) {
  switch (type) {
    case ShapeType::byte:
      return {-128, 127};
    case ShapeType::short_integer:
      return {-32768, 32767};
    case ShapeType::integer:
    case ShapeType::int_enumeration:
      return {-2147483648.0, 2147483647.0};
    default:
      return {-9007199254740992.0, 9007199254740992.0};
  }
}

Json as_number(double value, ShapeType type) {
  if (is_whole_number(type)) return static_cast<std::int64_t>(value);
  return value;
}

// "TopicName" of a topic.
bool is_called_by(const std::string& made, const std::string& member) {
  const auto named = names::Knowledge::standard().identifier(member);
  return named && !named->plural && named->meaning == names::Meaning::name &&
         core::equal_ignoring_case(named->stem, made);
}

StringHint hint_of(const contract::Model& model, const std::string& made, const Member& member,
                   const Shape& target) {
  const auto where = location_of(member);
  return {.member = member.name,
          .shape = std::string(target.name()),
          .service = model.slug,
          .ascii = where == Location::header || where == Location::prefix_headers,
          .never_empty = where == Location::label,
          .token = member.traits.has(trait::idempotency_token) ||
                   names::Knowledge::standard().is_idempotency_token(member.name),
          .own_name = !made.empty() &&
                      (core::equal_ignoring_case(made, member.name) || is_called_by(made, member.name))};
}

std::string made_by(const contract::Operation* operation) {
  const names::Knowledge& words = names::Knowledge::standard();
  if (!operation || words.kind_of(operation->name()) != names::Kind::make) return {};
  return words.noun_of(operation->name());
}

}  // namespace

struct Values::Walk {
  State& state;
  std::string seed;
  ValueOptions options;
  std::size_t made = 0;
  std::string problem;
  std::vector<const Shape*> open;

  bool is_open(const Shape& shape) const { return std::find(open.begin(), open.end(), &shape) != open.end(); }

  core::Random random(const std::string& path) const { return core::Random(seed + "\n" + path); }

  std::optional<Json> refuse(std::string why) {
    if (problem.empty()) problem = std::move(why);
    return std::nullopt;
  }

  std::optional<Json> structure(const Shape& shape, const std::string& path) {
    if (open.size() >= options.max_depth + 24)
      return refuse(std::string(shape.name()) + " requires itself without end");
    open.push_back(&shape);
    std::optional<Json> result =
        shape.type == ShapeType::union_shape ? one_member(shape, path) : members(shape, path);
    open.pop_back();
    return result;
  }

  std::optional<Json> members(const Shape& shape, const std::string& path) {
    const bool root = path.empty() && options.given;
    Json result = root ? *options.given : Json::object();
    const Company company(state.certainties, shape, result);
    for (const auto& member : shape.members) {
      if (result.contains(member.name)) continue;
      const bool required = contract::is_required(member) || location_of(member) == Location::label ||
                            company.needs(member.name);
      const bool asked = !required && contract::is_asked_for(member);  // by a sentence only
      if (!required && !asked && (!wants(member) || company.excludes(member.name))) continue;
      if (!required && excluded(member, shape, result)) continue;
      const auto before = problem;
      auto value = this->value(member, path + "." + member.name);
      if (!value) {
        if (required) return std::nullopt;
        problem = before;
        continue;
      }
      if (!required && !asked && speaks_for_nothing(member, *value)) continue;
      result[member.name] = *std::move(value);
    }
    company.settle(
        result, [&](const Member& member) { return value(member, path + "." + member.name); },
        [&](const Member& member, const Json& value) { return state.keeps(member, value); });
    // In a form an empty structure leaves no trace.
    const bool nested = open.size() > 1 || !path.empty();
    if (!nested || !result.empty()) return result;
    // Nor is an empty entry of a list anything: a tag has a key and a value, whatever the model requires.
    result = what_rules_say(shape, company);
    const bool entry = path.ends_with(']');
    if (result.empty() && (entry || protocol_facts(state.protocol).form()))
      return first_of(shape, path).value_or(result);
    return result;
  }

  // The members of which a rule knows a value that is accepted.
  Json what_rules_say(const Shape& shape, const Company& company) const {
    Json result = Json::object();
    for (const auto& member : shape.members) {
      if (company.excludes(member.name) || excluded(member, shape, result)) continue;
      if (state.certainties.rules().is_left_out(state.certainties.place(member))) continue;
      const auto& target = contract::target_of(state.model, member);
      const auto value = from_rules(member, target);
      if (value && state.certainties.of(member, *value) == Certainty::known) result[member.name] = *value;
    }
    return result;
  }

  // A sentence says that it must not stand beside one of those that are there, or will be.
  static bool excluded(const Member& member, const Shape& shape, const Json& there) {
    return std::any_of(shape.members.begin(), shape.members.end(), [&](const Member& other) {
      return &other != &member && (there.contains(other.name) || contract::is_required(other)) &&
             contract::exclude_each_other(member, other);
    });
  }

  // An optional value that is open, or in which nothing was left.
  bool speaks_for_nothing(const Member& member, const Json& value) const {
    if (options.open) return false;
    const auto& target = contract::target_of(state.model, member);
    const bool bare = target.type == ShapeType::structure && !target.members.empty() && value.empty();
    return bare || state.certainties.of(member, value) == Certainty::open;
  }

  std::optional<Json> first_of(const Shape& shape, const std::string& path) {
    const auto before = problem;
    for (const auto& member : shape.members) {
      if (is_open(contract::target_of(state.model, member))) continue;
      auto value = this->value(member, path + "." + member.name);
      problem = before;
      if (value && !value->empty()) return Json{{member.name, *std::move(value)}};
    }
    return std::nullopt;
  }

  bool wants(const Member& member) const {
    if (!options.full || open.size() > options.max_depth || made > options.budget) return false;
    const auto& target = contract::target_of(state.model, member);
    if (member.traits.has(trait::deprecated) || target.traits.has(trait::deprecated)) return false;
    if (is_page_token(member.name) || location_of(member) == Location::query_params) return false;
    if (describes_the_body(member)) return false;
    if (state.certainties.rules().is_left_out(state.certainties.place(member))) return false;
    return !is_open(target) && !leads_back(target);
  }

  // A list or map of what is being written: optional members of that kind end the recursion.
  bool leads_back(const Shape& target) const {
    if (target.type != ShapeType::list && target.type != ShapeType::map) return false;
    const auto& inner = contract::target_of(state.model, target.members.back());
    return is_open(inner);
  }

  std::optional<Json> one_member(const Shape& shape, const std::string& path) {
    const auto before = problem;
    for (const bool direct : {true, false}) {
      for (const auto& member : shape.members) {
        const auto& target = contract::target_of(state.model, member);
        if (direct && (is_open(target) || leads_back(target))) continue;
        if (auto value = this->value(member, path + "." + member.name)) {
          problem = before;
          return Json{{member.name, *std::move(value)}};
        }
        if (open.size() > options.max_depth + 8) break;
      }
    }
    return refuse("no member of " + std::string(shape.name()) + " could be made");
  }

  std::optional<Json> value(const Member& member, const std::string& path) {
    ++made;
    const Shape& target = contract::target_of(state.model, member);
    const auto constraints = constraints_of(state.model, member);
    if (auto known = from_rules(member, target)) return known;
    auto source = random(path);
    switch (target.type) {
      case ShapeType::structure:
      case ShapeType::union_shape:
        return structure(target, path);
      case ShapeType::list: {
        const std::size_t low =
            constraints.min_length ? static_cast<std::size_t>(*constraints.min_length) : 0;
        const std::size_t wanted = leads_back(target) && low == 0 ? 0 : std::max<std::size_t>(low, 1);
        return list(target, constraints, path, wanted);
      }
      case ShapeType::map: {
        const std::size_t low =
            constraints.min_length ? static_cast<std::size_t>(*constraints.min_length) : 0;
        const std::size_t wanted = leads_back(target) && low == 0 ? 0 : std::max<std::size_t>(low, 1);
        return map(target, path, wanted);
      }
      case ShapeType::blob:
        return blob(constraints, low_of(constraints, 24));
      case ShapeType::boolean:
        return Json(true);
      case ShapeType::timestamp:
        return timestamp(member, source);
      case ShapeType::document:
        return Json{{"purpose", "conformance"}};
      case ShapeType::string:
      case ShapeType::enumeration:
        return text(member, target, constraints, source);
      default:
        // A long poll would outlast the request's deadline.
        if (names::Knowledge::standard().says(names::MemberWord::waiting, member.name) &&
            is_whole_number(target.type) && constraints.values.empty() &&
            constraints.min_range.value_or(1) <= 1 && constraints.max_range.value_or(1) >= 1)
          return Json(1);
        return number(target, constraints, source);
    }
  }

  std::optional<Json> from_rules(const Member& member, const Shape& target) const {
    const auto* row = state.certainties.rules().made(state.certainties.place(member), [&](const Json& value) {
      return fits_type(value, target) && state.keeps(member, value);
    });
    if (!row) return std::nullopt;
    if (target.type == ShapeType::timestamp) {
      const auto time = core::parse_time(row->value.get<std::string>(), core::TimestampFormat::date_time);
      return in_format(time.value_or(core::Time{}), member);
    }
    if (options.unique) return row->value;
    return row->value.is_string() ? Json(Strings::sample(row->value.get<std::string>())) : row->value;
  }

  [[nodiscard]] Json in_format(core::Time time, const Member& member) const {
    const auto format = contract::time_format_of(state.model, member, protocol_facts(state.protocol));
    if (format == core::TimestampFormat::epoch_seconds) {
      return Json(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
    }
    return Json(core::format_time(time, format));
  }

  static std::size_t low_of(const Constraints& constraints, std::size_t wanted) {
    const double low = constraints.min_length.value_or(0), high = constraints.max_length.value_or(1e6);
    return static_cast<std::size_t>(std::clamp(static_cast<double>(wanted), low, std::max(low, high)));
  }

  std::optional<Json> text(const Member& member, const Shape& target, const Constraints& constraints,
                           core::Random& source) {
    std::string why;
    auto made_text = state.strings.valid(constraints, hint_of(state.model, state.made, member, target),
                                         source, options.unique, why);
    if (!made_text) return refuse(member.name + ": " + why);
    return Json(*made_text);
  }

  std::optional<Json> timestamp(const Member& member, core::Random& source) {
    const auto time =
        core::Time(std::chrono::seconds(1715900000 + static_cast<std::int64_t>(source.below(5'000'000))));
    return in_format(time, member);
  }

  std::optional<Json> number(const Shape& target, const Constraints& constraints, core::Random& source) {
    if (!constraints.values.empty()) return constraints.values.front();
    const auto type = bounds_of_type(target.type);
    double low = std::max(constraints.min_range.value_or(type.low), type.low);
    double high = std::min(constraints.max_range.value_or(type.high), type.high);
    if (is_whole_number(target.type)) {
      low = std::ceil(low);
      high = std::floor(high);
    }
    if (low > high) return refuse("the bounds of its range exclude each other");
    // Small and positive where that is allowed.
    const double from = std::clamp(1.0, low, high);
    const double span = std::min(high - from, 98.0);
    double value =
        from + static_cast<double>(source.below(static_cast<std::uint64_t>(std::max(span, 0.0)) + 1));
    if (!is_whole_number(target.type) && value + 0.5 <= high) value += 0.5;
    return as_number(value, target.type);
  }

  static std::optional<Json> blob(const Constraints&, std::size_t length) {
    static constexpr std::string_view phrase = "Bytes of a conformance check. ";
    std::string bytes;
    while (bytes.size() < length) bytes += phrase.substr(0, std::min(phrase.size(), length - bytes.size()));
    return Json(core::base64_encode(bytes));
  }

  std::optional<Json> list(const Shape& target, const Constraints& constraints, const std::string& path,
                           std::size_t count) {
    Json result = Json::array();
    if (target.members.empty() || count == 0) return result;
    const auto& item = target.members.front();
    std::set<std::string> seen, keys;
    for (std::size_t i = 0, tries = 0; result.size() < count; ++i) {
      if (made > options.budget + count) return refuse("more values than one document may hold");
      auto value = enumerated(item, i);
      if (!value) value = this->value(item, path + "[" + std::to_string(i) + "]");
      if (!value) return std::nullopt;
      if (constraints.unique_items && seen.contains(value->dump()) && !differs_each_time(*value)) {
        value = another_text(item, path + "#" + std::to_string(i));
        if (!value || seen.contains(value->dump())) {
          if (++tries > count + 50) return refuse("not enough different items could be made");
          continue;
        }
      }
      seen.insert(value->dump());
      tell_apart(item, *value, keys, path + "[" + std::to_string(i) + "]");
      result.push_back(*std::move(value));
    }
    return result;
  }

  // Of tags and the like two of one key are refused, whatever the model says of the list.
  void tell_apart(const Member& item, Json& value, std::set<std::string>& keys, const std::string& path) {
    const Shape& target = contract::target_of(state.model, item);
    if (target.type != ShapeType::structure) return;
    for (const Member& member : target.members) {
      const std::string& name = member.name;
      if (!names::Knowledge::standard().says(names::MemberWord::told_apart, name) || !value.contains(name) ||
          !value[name].is_string() || differs_each_time(value[name]))
        continue;
      if (keys.insert(value[name].get<std::string>()).second) return;
      if (auto other = another_text(member, path + "." + name)) {
        value[name] = *std::move(other);
        keys.insert(value[name].get<std::string>());
      }
      return;
    }
  }

  // Beside the text that its name suggests: one of letters, or from its pattern.
  std::optional<Json> another_text(const Member& item, const std::string& path) {
    const Shape& target = contract::target_of(state.model, item);
    if (!is_text(target.type)) return std::nullopt;
    const auto constraints = constraints_of(state.model, item);
    auto source = random(path);
    const auto length = low_of(constraints, 8 + source.below(8));
    std::string why;
    auto made_text = state.strings.of_length(constraints, hint_of(state.model, state.made, item, target),
                                             source, length, why);
    if (!made_text) return std::nullopt;
    return Json(*made_text);
  }

  // Lists of an enum take its values in turn, so that they differ as long as they can.
  std::optional<Json> enumerated(const Member& item, std::size_t index) {
    const auto values = contract::enum_values(contract::target_of(state.model, item));
    if (values.empty()) return std::nullopt;
    return values[index % values.size()];
  }

  std::optional<Json> map(const Shape& target, const std::string& path, std::size_t count) {
    Json result = Json::object();
    const auto* key = target.member("key");
    const auto* item = target.member("value");
    if (!key || !item) return result;
    for (std::size_t i = 0, tries = 0; result.size() < count; ++i) {
      if (made > options.budget + count || ++tries > 2 * count + 50)
        return refuse("not enough different keys could be made");
      auto name = enumerated(*key, i);
      if (!name) name = this->value(*key, path + "{key" + std::to_string(i) + "}");
      if (!name) return std::nullopt;
      if (result.contains(name->get<std::string>())) {
        const auto numbered = name->get<std::string>() + std::to_string(i);
        if (!state.strings.keeps(constraints_of(state.model, *key), numbered)) continue;
        name = numbered;
      }
      auto value = this->value(*item, path + "{" + std::to_string(i) + "}");
      if (!value) return std::nullopt;
      result[name->get<std::string>()] = *std::move(value);
    }
    return result;
  }
};

namespace {

Made answer(std::optional<Json> value, const std::string& problem) {
  Made result;
  result.value = std::move(value);
  if (!result.value) result.problem = problem.empty() ? "no value could be made" : problem;
  return result;
}

Made text_answer(std::optional<std::string> text, std::string problem) {
  Made result;
  if (text) {
    result.value = Json(*std::move(text));
  } else {
    result.problem = std::move(problem);
  }
  return result;
}

}  // namespace

Values::Values(const contract::Model& model, std::string protocol, const contract::Operation* operation,
               std::shared_ptr<const names::ValueRules> rules)
    : state_(new State{.model = model,
                       .protocol = std::move(protocol),
                       .strings = {},
                       .certainties = Certainties(model, operation,
                                                  rules ? std::move(rules) : names::ValueRules::embedded()),
                       .made = made_by(operation)}) {}

Values::~Values() = default;

Made Values::structure(const Shape& shape, std::string_view seed, const ValueOptions& options) const {
  Walk walk{
      .state = *state_, .seed = std::string(seed), .options = options, .made = 0, .problem = {}, .open = {}};
  auto value = walk.structure(shape, std::string());
  return answer(std::move(value), walk.problem);
}

Made Values::member(const Member& member, std::string_view seed, const ValueOptions& options) const {
  Walk walk{
      .state = *state_, .seed = std::string(seed), .options = options, .made = 0, .problem = {}, .open = {}};
  auto value = walk.value(member, std::string());
  return answer(std::move(value), walk.problem);
}

Made Values::of_length(const Member& member, std::string_view seed, std::size_t length) const {
  const Shape& target = contract::target_of(state_->model, member);
  const auto constraints = constraints_of(state_->model, member);
  Walk walk{.state = *state_, .seed = std::string(seed), .options = {}, .made = 0, .problem = {}, .open = {}};
  walk.options.budget = 20'000;
  switch (target.type) {
    case ShapeType::string:
    case ShapeType::enumeration: {
      core::Random random(seed);
      std::string problem;
      auto text = state_->strings.of_length(constraints, hint_of(state_->model, state_->made, member, target),
                                            random, length, problem);
      return text_answer(std::move(text), problem);
    }
    case ShapeType::blob:
      if (length > (std::size_t{1} << 20))
        return {.value = {}, .problem = "a value beyond a million bytes is not sent"};
      return answer(Walk::blob(constraints, length), {});
    case ShapeType::list:
    case ShapeType::map: {
      if (length > 10'000) return {.value = {}, .problem = "more than ten thousand entries are not sent"};
      auto value = target.type == ShapeType::list ? walk.list(target, constraints, {}, length)
                                                  : walk.map(target, {}, length);
      return answer(std::move(value), walk.problem);
    }
    default:
      return {.value = {}, .problem = "it has no length"};
  }
}

Made Values::mismatch(const Member& member, std::string_view seed) const {
  core::Random random(seed);
  std::string problem;
  auto text = state_->strings.mismatch(
      constraints_of(state_->model, member),
      hint_of(state_->model, state_->made, member, contract::target_of(state_->model, member)), random,
      problem);
  return text_answer(std::move(text), problem);
}

Made Values::unicode(const Member& member, std::string_view seed) const {
  core::Random random(seed);
  std::string problem;
  auto text = state_->strings.unicode(constraints_of(state_->model, member), random, problem);
  return text_answer(std::move(text), problem);
}

const Certainties& Values::certainties() const { return state_->certainties; }

void Values::suit(const Shape& shape, Json& document, std::string_view added, std::string_view seed) const {
  Json kept = Json{{std::string(added), document[std::string(added)]}};
  const Company company(state_->certainties, shape, kept);
  for (const auto& member : shape.members) {
    const bool required = contract::is_required(member) || location_of(member) == Location::label;
    if (!required && company.excludes(member.name)) document.erase(member.name);
  }
  company.settle(
      document,
      [&](const Member& member) { return this->member(member, std::string(seed) + "." + member.name).value; },
      [&](const Member& member, const Json& value) { return keeps(member, value); });
}

bool Values::keeps(const Member& member, const Json& value) const { return state_->keeps(member, value); }

bool Values::State::keeps(const Member& member, const Json& value) {
  const auto constraints = constraints_of(model, member);
  const auto& target = contract::target_of(model, member);
  if (value.is_string() && is_text(target.type)) return strings.keeps(constraints, value.get<std::string>());
  const auto within = [](double size, const std::optional<double>& low, const std::optional<double>& high) {
    return (!low || size >= *low) && (!high || size <= *high);
  };
  if (value.is_number()) return within(value.get<double>(), constraints.min_range, constraints.max_range);
  if (value.is_structured()) {
    return within(static_cast<double>(value.size()), constraints.min_length, constraints.max_length);
  }
  return true;
}

}  // namespace hallmark::plan
