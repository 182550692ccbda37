#include "plan/inference.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "core/text.h"
#include "names/calls.h"
#include "plan/any_resource.h"
#include "plan/call_order.h"
#include "plan/cases/load.h"
#include "plan/cases/variables.h"
#include "plan/creators.h"
#include "plan/shared_identifiers.h"
#include "plan/told.h"
#include "plan/values/nouns.h"
#include "plan/values/shapes.h"
#include "plan/values/values.h"

namespace hallmark::plan {

using contract::Member;
using contract::Model;
using contract::Operation;

namespace {

constexpr int max_chain = 5;  // a grant that needs an environment that needs a project that needs a domain

class Inferrer {
 public:
  Inferrer(const Model& model, const Suite& suite, Ways ways = {})
      : model_(model),
        suite_(suite),
        ways_(std::move(ways)),
        words_(suite.words()),
        names_(model, words_),
        values_(model, protocol_of(model, suite), nullptr, suite.values),
        creators_(names_) {}

  Inferred arrangement(const Operation& operation, int chain = 0) {
    Inferred result;
    if (chain == 0) asked_ = &operation;
    if (chain < max_chain) fill_from_rules(operation, result, chain);
    const auto creators = creators_.of(operation);
    const bool creates_itself = !creators_.made_by(operation).empty();
    const Operation* own = creators.empty() ? nullptr : creators.front().create;
    const auto kind = names_.kind_of(operation);
    const bool asks = kind == names::Kind::read || kind == names::Kind::remove;
    // Names last: beside an identifier of the same thing they are settings, not references.
    for (const bool names : {false, true}) {
      for (const auto& member : input_of(model_, operation).members) {
        const bool wanted = is_wanted(operation, member);
        if ((!is_identifying(member) && !wanted) || is_name(words_, member.name) != names) continue;
        if (result.base.contains(member.name) || is_told(values_for(operation), member)) continue;
        if (words_.is_version_tag(member.name) && !contract::is_required(member)) continue;
        const auto named = creators_.named(noun_of_member(words_, member.name));
        // What is read or removed is not changed.
        const bool setting = names && location_of(member) != Location::label && !asks;
        if (setting && own && identified(result, *own) && (!named || named->create == own)) continue;
        if (chain < max_chain && fill(member, creators, operation, result, chain)) continue;
        if (wanted) continue;
        // A creator's own name is no reference.
        if (!creates_itself || !names) result.unfilled.push_back(member.name);
      }
    }
    if (chain < max_chain) fill_own(operation, creators, result, chain);
    if (chain < max_chain) fill_lists(operation, creators, result, chain);
    if (chain < max_chain) fill_inside(operation, creators, result, chain);
    if (chain < max_chain) make_before(operation, result, chain);
    result.arrange = in_order(std::move(result.arrange));
    share_identifiers(names_, creators_, operation, result);
    return result;
  }

  const Creators& creators() const { return creators_; }

  std::optional<ResourceRecipe> recipe(const Operation& create) {
    const auto known = recipes_.find(&create);
    if (known != recipes_.end()) return known->second;
    return recipes_[&create] = make_recipe(create);
  }

 private:
  std::optional<ResourceRecipe> make_recipe(const Operation& create) {
    for (const auto& [name, known] : suite_.resources) {
      if (known.create_call == create.name()) return known;
    }
    const bool makes = words_.kind_of(create.name()) == names::Kind::make;
    const auto noun = makes ? words_.noun_of(create.name()) : std::string(create.name());
    const auto* remove = makes ? names_.operation(names::Kind::remove, noun) : undoing(model_, create);
    if (makes && !remove) remove = creators_.removal_of_kinds(create, noun);
    if (!remove) return std::nullopt;
    ResourceRecipe result;
    result.name = noun;
    result.create_call = std::string(create.name());
    if (const auto* gone = names_.exception(*remove, names::ErrorClass::not_found, noun))
      result.gone = std::string(gone->name());
    Step removal = step_of(*remove);
    std::string fresh_tag;
    const auto give = [&](const Member& member) {
      if (give_from_rules(create, *remove, member, result, removal)) return true;
      const auto variable = variable_for(words_, noun, member.name);
      const auto pointer =
          find_source(names_, create, noun, member.name, &contract::target_of(model_, member),
                      [&](const std::string& at) { return would_do(create, at, member, true); });
      if (!pointer) return false;
      result.keep[variable] = *pointer;
      removal.with[member.name] = "${" + variable + "}";
      return true;
    };
    for (const auto& member : input_of(model_, *remove).members) {
      if (!must_be_given(member) && !words_.is_version_tag(member.name)) continue;
      if (!give(member)) return std::nullopt;
      if (words_.is_version_tag(member.name)) fresh_tag = member.name;
    }
    // Where either of several identifiers will do, the model requires none: the thing's own before one of
    // what it stands in (a consumer's before its stream's), what the caller gave before what may be answered,
    // an id before a name.
    for (const auto* member : in_order_of(input_of(model_, *remove), noun, create)) {
      const auto& certainties = values_for(*remove).certainties();
      if (removal.with.empty() && !certainties.rules().is_left_out(certainties.place(*member))) give(*member);
    }
    // What rules ask for beside ("SkipFinalSnapshot").
    ValueOptions options;
    options.given = &removal.with;
    if (auto with = values_for(*remove).structure(input_of(model_, *remove), "remove " + noun, options);
        with.value)
      removal.with = *std::move(with.value);
    // A version tag goes stale with every change: it is read again right before the removal.
    if (!fresh_tag.empty()) {
      if (auto read = reading(noun, fresh_tag, result.keep)) result.remove.push_back(*std::move(read));
    }
    result.remove.push_back(std::move(removal));
    for (const auto& [variable, pointer] : result.keep) result.variables.push_back(variable);
    return result;
  }

  // Whether a row says where a removal's member stands in the answer of what made the thing.
  bool give_from_rules(const Operation& create, const Operation& remove, const Member& member,
                       ResourceRecipe& recipe, Step& removal) {
    const auto& certainties = values_for(remove).certainties();
    bool given = false;
    certainties.rules().answered(certainties.place(member), [&](const names::Answered& row) {
      if (given || row.by != create.name()) return;
      recipe.keep.insert(row.take.begin(), row.take.end());
      removal.with[member.name] = row.value;
      given = true;
    });
    return given;
  }

  bool is_identifying(const Member& member) const {
    if (words_.is_version_tag(member.name)) return true;
    if (!must_be_given(member) || !is_text(contract::target_of(model_, member).type)) return false;
    // What can be listed is given, not made.
    if (!contract::enum_values(contract::target_of(model_, member)).empty()) return false;
    return location_of(member) == Location::label || names_one(words_, member.name) ||
           names_.makers().contains(upper_first(member.name));
  }

  bool is_wanted(const Operation& operation, const Member& member) const {
    const auto members = ways_.wanted.find(std::string(operation.name()));
    return members != ways_.wanted.end() && members->second.contains(member.name) && can_identify(member);
  }

  // What any resource may be, the likeliest first.
  const std::vector<Creator>& any_resources() {
    if (!any_) any_ = with_arn(names_, [&](const Operation& create) { return recipe(create).has_value(); });
    return *any_;
  }

  // Reads the version tag that `member` takes.
  std::optional<Step> reading(const std::string& noun, const std::string& member,
                              const std::map<std::string, std::string>& kept) {
    const auto* read = names_.operation(names::Kind::read, noun);
    if (!read) return std::nullopt;
    Step step = step_of(*read);
    const auto tag = find_source(names_, *read, noun, member, nullptr);
    if (!tag) return std::nullopt;
    step.keep[variable_for(words_, noun, member)] = *tag;
    for (const auto& needed : input_of(model_, *read).members) {
      if (!must_be_given(needed)) continue;
      // Whatever kept variable answers to one of the names that this member goes by.
      std::string found;
      for (const auto& name : answer_names(words_, needed.name, noun)) {
        if (found.empty() && kept.contains(variable_for(words_, noun, name)))
          found = variable_for(words_, noun, name);
      }
      if (found.empty()) return std::nullopt;
      step.with[needed.name] = "${" + found + "}";
    }
    return step;
  }

  const Values& values_for(const Operation& operation) {
    auto& made = values_by_operation_[&operation];
    if (!made)
      made = std::make_unique<Values>(model_, protocol_of(model_, suite_), &operation, suite_.values);
    return *made;
  }

  // What rules say of where members come from, and which of several is given.
  void fill_from_rules(const Operation& operation, Inferred& result, int chain) {
    const auto& input = input_of(model_, operation);
    const auto& certainties = values_for(operation).certainties();
    names::Calls::standard().before(model_.slug, operation.name(), [&](const names::Calls::Before& row) {
      const auto* by = model_.operation(row.by);
      if (!by || by == &operation) return;
      // What nothing makes could not be put there.
      if (row.undoes && !arrangement(*by, chain + 1).unfilled.empty()) return;
      const bool there = arrange(*by, {}, true, result, chain, given(operation, *by));
      if (there && row.undoes) send_the_same(model_, operation, *by, result);
    });
    const auto row_of = [&](const Member& member) { return certainties.place(member); };
    for (const auto& member : input.members) {
      certainties.rules().answered(row_of(member), [&](const names::Answered& row) {
        const auto* by = model_.operation(row.by);
        if (!by || by == &operation || result.base.contains(member.name)) return;
        const bool left_out = !must_be_given(member) && certainties.rules().is_left_out(row_of(member));
        if (row.reach.operation.empty() && (left_out || is_told(values_for(operation), member))) return;
        if (arrange(*by, row.take, true, result, chain, given(operation, *by)))
          result.base[member.name] = row.value;
      });
    }
    const auto creators = creators_.of(operation);
    certainties.rules().needed(certainties.place(input), [&](const names::Needed& row) {
      for (const auto& name : row.all) {
        const auto* member = input.member(name);
        if (member && !result.base.contains(name) && can_identify(*member) &&
            !is_told(values_for(operation), *member))
          fill(*member, creators, operation, result, chain);
      }
      const bool there = std::any_of(row.any.begin(), row.any.end(),
                                     [&](const auto& name) { return result.base.contains(name); });
      for (const auto& name : row.any) {
        const auto* member = input.member(name);
        if (there || !member || !can_identify(*member)) continue;
        if (fill(*member, creators, operation, result, chain)) return;
      }
    });
  }

  Json given(const Operation& operation, const Operation& by) const {
    return names::Calls::standard().given(model_.slug, operation.name(), by.name());
  }

  // A text, and none of a list that a document states.
  bool can_identify(const Member& member) const {
    const auto& target = contract::target_of(model_, member);
    return is_text(target.type) && contract::enum_values(target).empty();
  }

  // Adds what makes a value for `member`, unless it is there already.
  bool fill(const Member& member, const std::vector<Creator>& creators, const Operation& operation,
            Inferred& result, int chain) {
    const bool any_resource = words_.names_any_resource(member.name);
    if (any_resource && has_row(values_for(operation), member)) return false;
    std::vector<Creator> candidates;
    // A "BucketPolicy" is there when it was put on a bucket, which must then be the same.
    const auto own = words_.noun_of(operation.name());
    for (const auto& creator : creators) {
      const auto* verb = words_.verb_of(creator.create->name());
      if (creator.noun == own && verb && verb->onto) candidates.push_back(creator);
    }
    const auto noun = noun_of_member(words_, member.name);
    // The "VocabularyName" of a MedicalVocabulary is its own, though there are others.
    if (const auto* maker = creators_.maker_of_kind(own, noun, member)) {
      if (maker == &operation) return false;
      candidates.push_back({maker, own});
    }
    const auto made = creators_.made_by(operation);
    const auto thing = words_.head_of(made);
    const bool refers = noun != upper_first(member.name) && !is_name(words_, member.name);
    for (const auto& ending : endings_of(noun)) {
      // What the operation makes is not made before; but a configured model is made of a model.
      const bool of_another = ending == noun && refers && !core::equal_ignoring_case(thing, noun);
      if (!thing.empty() && thing.ends_with(ending) && !of_another) break;
      if (const auto creator = creators_.named(ending)) candidates.push_back(*creator);
    }
    // What is made is called a name itself: "domainName" of CreateDomainName.
    const auto whole = creators_.named(upper_first(member.name));
    if (whole && noun != whole->noun && made != whole->noun) candidates.push_back(*whole);
    candidates.insert(candidates.end(), creators.begin(), creators.end());
    const auto only =
        noun == made || noun == upper_first(member.name) ? std::nullopt : creators_.only_of(noun);
    if (only && made != only->noun) candidates.push_back(*only);
    // Of several kinds that one operation removes any will do; "Name" is of what the operation is about.
    const auto& general = noun == upper_first(member.name) ? own : noun;
    const auto kinds = made.empty() && !only ? creators_.kinds_of(general) : std::vector<Creator>();
    candidates.insert(candidates.end(), kinds.begin(), kinds.end());
    if (const auto above = creators_.above(operation, member)) candidates.push_back(*above);
    if (any_resource) candidates.insert(candidates.end(), any_resources().begin(), any_resources().end());
    for (const auto& candidate : candidates) {
      if (candidate.create == &operation) continue;
      const auto pointer = source_of(candidate, member, noun, any_resource);
      if (!pointer) continue;
      const auto variable = variable_for(words_, candidate.noun, member.name);
      if (!arrange(*candidate.create, {{variable, *pointer}}, false, result, chain)) continue;
      result.base[member.name] = "${" + variable + "}";
      return true;
    }
    return fill_from_reading(member, noun, operation, result, chain);
  }

  // Where a value for the member is found when the candidate has made what it makes.
  std::optional<std::string> source_of(const Creator& candidate, const Member& member,
                                       const std::string& noun, bool any_resource) const {
    const bool surely = core::equal_ignoring_case(candidate.noun, noun) && noun != upper_first(member.name);
    const Accepts accepts = [&](const std::string& pointer) {
      return would_do(*candidate.create, pointer, member, surely);
    };
    const auto find = [&](const std::string& name, const contract::Shape* shape) {
      return find_source(names_, *candidate.create, candidate.noun, name, shape, accepts);
    };
    auto pointer = find(member.name, &contract::target_of(model_, member));
    if (!pointer && any_resource) pointer = arn_of(names_, *candidate.create, candidate.noun, accepts);
    // An identifier of the noun itself under another adjective: "TargetKeyId" of a key.
    if (!pointer && noun.ends_with(candidate.noun) && noun != candidate.noun)
      pointer = find(upper_first(member.name).substr(noun.size() - candidate.noun.size()), nullptr);
    return pointer;
  }

  // Where either of several identifiers will do, the model requires none: one is given, of the thing itself
  // and of what it stands in ("vectorBucketName" and "vectorBucketArn" of CreateIndex).
  void fill_own(const Operation& operation, const std::vector<Creator>& creators, Inferred& result,
                int chain) {
    const auto kind = names_.kind_of(operation);
    const auto own = words_.noun_of(operation.name());
    if (kind == names::Kind::read || kind == names::Kind::change || kind == names::Kind::remove)
      fill_one_of(own, operation, creators, result, chain);
    std::map<std::string, int> ways;
    for (const auto& member : input_of(model_, operation).members)
      ways[noun_of_member(words_, member.name)] += is_one_way(operation, member) ? 1 : 0;
    for (const auto& [noun, count] : ways)
      if (count > 1 && noun != own) fill_one_of(noun, operation, creators, result, chain);
  }

  // An identifier that may be given.
  bool is_one_way(const Operation& operation, const Member& member) {
    const auto& certainties = values_for(operation).certainties();
    return !must_be_given(member) && names_one(words_, member.name) && can_identify(member) &&
           !certainties.rules().is_left_out(certainties.place(member));
  }

  void fill_one_of(const std::string& noun, const Operation& operation, const std::vector<Creator>& creators,
                   Inferred& result, int chain) {
    const auto maker = names_.makers().find(noun);
    if (maker == names_.makers().end() || maker->second == &operation || identified(result, *maker->second))
      return;
    for (const auto* member : in_order_of(input_of(model_, operation), noun, *maker->second)) {
      if (noun_of_member(words_, member->name) != noun || !is_one_way(operation, *member)) continue;
      if (!result.base.contains(member->name) && fill(*member, creators, operation, result, chain)) return;
    }
  }

  // Text members that name one thing: those of `noun` first; of these what `create` was given by its caller,
  // which is surely there, then ids, then names. Beside what the thing may stand in, a name is not enough.
  std::vector<const Member*> in_order_of(const contract::Shape& input, const std::string& noun,
                                         const Operation& create) const {
    std::vector<const Member*> result;
    const auto is_own = [&](const Member* member) {
      return noun.ends_with(noun_of_member(words_, member->name));
    };
    for (const auto& member : input.members) {
      if (names_one(words_, member.name) && is_text(contract::target_of(model_, member).type))
        result.push_back(&member);
    }
    const bool alone = std::all_of(result.begin(), result.end(), [&](const Member* member) {
      return must_be_given(*member) || is_own(member);
    });
    const auto rank = [&](const Member* member) {
      const auto* given = input_of(model_, create).member(member->name);
      if (!is_own(member)) return 3;
      return alone && given && must_be_given(*given) ? 0 : is_name(words_, member->name) ? 2 : 1;
    };
    std::stable_sort(result.begin(), result.end(),
                     [&](const Member* a, const Member* b) { return rank(a) < rank(b); });
    return result;
  }

  // "repositoryNames" takes a list of what one "repositoryName" would take.
  void fill_lists(const Operation& operation, const std::vector<Creator>& creators, Inferred& result,
                  int chain) {
    for (const auto& member : input_of(model_, operation).members) {
      const auto& target = contract::target_of(model_, member);
      const auto identifier = words_.identifier(member.name);
      if (target.type != contract::ShapeType::list || target.members.empty() || !must_be_given(member))
        continue;
      if (!identifier || !identifier->plural || identifier->stem.empty()) continue;
      if (result.base.contains(member.name) || knows_list(values_for(operation), member)) continue;
      Member item = target.members.front();
      if (!can_identify(item)) continue;
      item.name = identifier->stem + words_.identifier_words(identifier->meaning).front();
      if (!fill(item, creators, operation, result, chain)) {
        result.unfilled.push_back(member.name);
        continue;
      }
      result.base[member.name] = Json::array({result.base[item.name]});
      result.base.erase(item.name);
    }
  }

  // "MemberId" is a union with the "UserId" of what one "UserId" would be taken from.
  void fill_inside(const Operation& operation, const std::vector<Creator>& creators, Inferred& result,
                   int chain) {
    for (const auto& member : input_of(model_, operation).members) {
      const auto& target = contract::target_of(model_, member);
      const bool choice = target.type == contract::ShapeType::union_shape;
      if (!choice || !must_be_given(member) || result.base.contains(member.name)) continue;
      for (const auto& inner : target.members) {
        const bool taken = input_of(model_, operation).member(inner.name) != nullptr;
        if (taken || !names_one(words_, inner.name) || !can_identify(inner)) continue;
        if (!creators_.named(noun_of_member(words_, inner.name))) continue;
        if (!fill(inner, creators, operation, result, chain)) continue;
        result.base[member.name] = {{inner.name, result.base[inner.name]}};
        result.base.erase(inner.name);
        break;
      }
    }
  }

  // What can be removed may be lacking: a policy is put, an address is made, before it is read, changed or
  // removed, also where no member says which one is meant.
  void make_before(const Operation& operation, Inferred& result, int chain) {
    const auto kind = words_.kind_of(operation.name());
    if (kind != names::Kind::read && kind != names::Kind::remove && kind != names::Kind::change) return;
    const auto noun = words_.noun_of(operation.name());
    if (!names_.operation(names::Kind::remove, noun)) return;
    const auto maker = names_.makers().find(noun);
    const Operation* make = maker == names_.makers().end() ? nullptr : maker->second;
    // What is only ever set: a policy of the account.
    if (!make && kind != names::Kind::change) make = names_.operation(names::Kind::change, noun);
    if (!make || make == &operation) return;
    if (!arranged(result, *make) && !arrange(*make, {}, true, result, chain)) return;
    if (kind != names::Kind::change) take_over(model_, operation, *make, result);
  }

  static bool arranged(const Inferred& result, const Operation& call) {
    return std::any_of(result.arrange.begin(), result.arrange.end(),
                       [&](const Step& step) { return step.call == call.name(); });
  }

  // What making does not answer, reading may: the ARN of a stream.
  bool fill_from_reading(const Member& member, const std::string& noun, const Operation& operation,
                         Inferred& result, int chain) {
    const auto creator = creators_.named(noun);
    const auto* read = creator ? names_.operation(names::Kind::read, creator->noun) : nullptr;
    if (!read || read == &operation || creator->create == &operation) return false;
    if (!arrange(*creator->create, {}, false, result, chain)) return false;
    const auto variable = variable_for(words_, creator->noun, member.name);
    const auto pointer =
        find_source(names_, *read, creator->noun, member.name, &contract::target_of(model_, member),
                    [&](const std::string& at) { return would_do(*read, at, member, true); });
    // What is sent to the reading itself is known without it.
    if (!pointer || !spot_of(model_, output_of(model_, *read), *pointer).member) return false;
    if (!arrange(*read, {{variable, *pointer}}, true, result, chain)) return false;
    result.base[member.name] = "${" + variable + "}";
    return true;
  }

  // Not the ARN of a function where the pattern wants a bucket's. `surely`: the member is named after what is
  // made, so that a text of which nothing is said is taken for the right one.
  bool would_do(const Operation& create, const std::string& pointer, const Member& member,
                bool surely) const {
    bool known = false;
    for (const auto* shape : {&output_of(model_, create), &input_of(model_, create)}) {
      const auto* source = spot_of(model_, *shape, pointer).member;
      if (!source) continue;
      known = true;
      const auto constraints = constraints_of(model_, *source);
      if (surely && constraints.patterns.empty() && constraints.values.empty()) return true;
      const auto sample = values_.member(*source, "sample", {.unique = false});
      if (!sample.value || !sample.value->is_string() || values_.keeps(member, *sample.value)) return true;
    }
    return !known;
  }

  // Adds a call of `create`, and what must be there before it; keeps `keep` of it. `told`: a row asks for the
  // call, so that it need not be one that makes something. `with_members`: what it is given.
  bool arrange(const Operation& create, const std::map<std::string, std::string>& keep, bool told,
               Inferred& result, int chain, const Json& with_members = Json::object()) {
    for (auto& step : result.arrange) {
      if (step.call != create.name()) continue;
      step.keep.insert(keep.begin(), keep.end());
      step.with.update(with_members);
      return true;
    }
    const std::string call(create.name());
    if (calling_.contains(&create) || &create == asked_ || ways_.avoided.contains(call)) return false;
    const bool vouched = !suite_.inferred.contains(call);  // what the suite has is somebody's word
    const auto known = recipe(create);
    calling_.insert(&create);
    auto before = chain + 1 < max_chain ? arrangement(create, chain + 1) : Inferred{};
    if (const auto said = suite_.arrange.find(call); vouched && said != suite_.arrange.end())
      before = {.arrange = said->second, .base = Json::object(), .unfilled = {}};
    calling_.erase(&create);
    // Nothing is made that could not be removed again.
    if (!known && !told && !ends_by_itself(names_, create)) return false;
    if (const auto said = suite_.base.find(call); vouched && said != suite_.base.end())
      before.base.update(said->second);
    before.base.update(with_members);
    ValueOptions options;
    options.given = &before.base;
    auto with = values_for(create).structure(input_of(model_, create), "arrange " + call, options);
    if (!with.value) return false;
    join_steps(result.arrange, before.arrange);
    Step step = step_of(create);
    step.with = *std::move(with.value);
    if (known) {
      step.creates = known->name;
      step.keep = known->keep;
    }
    for (const auto& [variable, pointer] : keep) step.keep[variable] = pointer;
    auto wait = wait_for(model_, create, step);
    result.arrange.push_back(std::move(step));
    if (wait && !calling_.contains(model_.operation(wait->call))) result.arrange.push_back(*std::move(wait));
    return true;
  }

  const Model& model_;
  const Suite& suite_;
  const Ways ways_;
  const names::Knowledge& words_;
  names::Names names_;
  Values values_;
  Creators creators_;
  std::map<const Operation*, std::optional<ResourceRecipe>> recipes_;
  std::optional<std::vector<Creator>> any_;
  std::map<const Operation*, std::unique_ptr<Values>> values_by_operation_;
  const Operation* asked_ = nullptr;    // what it is arranged for
  std::set<const Operation*> calling_;  // what is being arranged: a call is not made before itself
};

}  // namespace

std::optional<ResourceRecipe> infer_recipe(const Model& model, const Operation& create, const Suite& suite) {
  return Inferrer(model, suite).recipe(create);
}

std::optional<Inferred> inferred_by(const Model& model, const Suite& suite, const Operation& operation,
                                    const Ways& ways) {
  if (!suite.inferred.contains(std::string(operation.name()))) return std::nullopt;
  Inferred inferred = Inferrer(model, suite, ways).arrangement(operation);
  if (inferred.arrange.empty()) return std::nullopt;
  return inferred;
}

Suite with_inferred(const Model& model, Suite suite) {
  Suite result = suite;
  Inferrer inferrer(model, suite);
  const auto add_recipe = [&](std::string_view call) {
    const auto known = std::any_of(result.resources.begin(), result.resources.end(),
                                   [&](const auto& entry) { return entry.second.create_call == call; });
    const auto* create = model.operation(call);
    if (known || !create) return;
    if (auto recipe = inferrer.recipe(*create)) result.resources.emplace(recipe->name, *recipe);
  };
  for (const auto& name : suite.operations) {
    const auto* operation = model.operation(name);
    if (!operation) continue;
    if (!inferrer.creators().made_by(*operation).empty()) add_recipe(name);
    if (suite.arrange.contains(name) || suite.base.contains(name)) continue;
    result.inferred.insert(name);
    auto inferred = inferrer.arrangement(*operation);
    if (inferred.arrange.empty()) continue;
    for (const auto& step : inferred.arrange) add_recipe(step.call);
    result.arrange[name] = std::move(inferred.arrange);
    result.base[name] = std::move(inferred.base);
  }
  return result;
}

}  // namespace hallmark::plan
