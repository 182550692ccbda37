#include "plan/generate/generate.h"

#include <algorithm>
#include <array>

#include "contract/text_facts.h"
#include "core/digest.h"
#include "core/text.h"
#include "names/exception_class.h"
#include "plan/cases/load.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/validation_errors.h"
#include "plan/generate/behaviour.h"
#include "plan/kinds/input_cases.h"
#include "plan/kinds/operation_cases.h"
#include "plan/values/sites.h"
#include "plan/values/values.h"
#include "plan/values/variations.h"

namespace hallmark::plan {

using contract::Model;
using contract::Operation;

namespace {

constexpr std::size_t max_counted = 20;  // times the bound: what lies beyond is not walked

class Generator {
 public:
  Generator(const Model& model, const Operation& operation, const Suite& suite,
            const GenerateOptions& options, const std::function<void(Case)>& each)
      : model_(model),
        operation_(operation),
        options_(options),
        each_(each),
        protocol_(options.protocol.empty() ? protocol_of(model, suite) : protocol_id(options.protocol)),
        values_(model, protocol_, &operation, suite.values),
        context_(model, operation, suite, protocol_, values_) {
    if (!options_.names) names_.emplace(model, suite.words());
  }

  GenerateResult run() {
    if (!options_.between_calls_only) {
      for (auto& wanted : operation_cases(context_)) offer(std::move(wanted));
    }
    const auto* base = context_.base();
    if (!base) return std::move(result_);
    const names::Names& names = options_.names ? *options_.names : *names_;
    for (auto& wanted : behaviour_cases(context_, names)) offer(std::move(wanted));
    if (options_.between_calls_only) return std::move(result_);
    const auto& input = input_of(model_, operation_);
    const Carrier root(values_, operation_id(model_, operation_), base->document);
    // Top-level members on their own come before what is done to them.
    for (const auto& member : input.members) {
      if (auto wanted = with_member(context_, member)) offer(*std::move(wanted));
    }
    for (std::size_t level = 0; level <= options_.max_depth; ++level) {
      // Levels below the second are for the thorough: nothing there would be wanted.
      if (level > 1 && options_.depth != Depth::thorough) break;
      const bool found = walk_sites(model_, input, root, level, [&](const Site& site) { at(site); });
      if (!found || exhausted()) break;
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool exhausted() const { return result_.beyond_bound > options_.max_cases * max_counted; }

  // False when it is not to be made; counts what the bound leaves out.
  bool admit(Depth depth, const std::string& key) {
    if (depth > options_.depth || options_.covered.contains(key)) return false;
    if (made_[static_cast<std::size_t>(depth)] < options_.max_cases) return true;
    ++result_.beyond_bound;
    return false;
  }

  // Where the document says that an exception never comes, no request is held to bring it about.
  [[nodiscard]] bool asks_for_what_never_comes(const Case& test) const {
    if (test.provoke == Provocation::fault) return false;
    const auto errors = contract::listed_errors(model_, operation_);
    return std::any_of(errors.begin(), errors.end(), [&](const contract::Shape* error) {
      return error->name() == test.group.exception && names::never_comes(*error);
    });
  }

  void made(Case test) {
    if (asks_for_what_never_comes(test)) return;
    ++result_.made;
    each_(std::move(test));
  }

  void offer(Wanted wanted) {
    if (!wanted.other_key.empty() && options_.covered.contains(wanted.other_key)) return;
    if (!admit(wanted.depth, wanted.key)) return;
    auto answer = wanted.make();
    if (!answer.test) {
      if (!answer.problem.empty()) result_.not_made.emplace(wanted.key, answer.problem);
      return;
    }
    ++made_[static_cast<std::size_t>(answer.test->depth)];
    made(*std::move(answer.test));
  }

  void at(const Site& site) {
    if (site.level > 1 && exhausted()) return;
    for_variations(model_, values_, protocol_, site,
                   [&](const InputVariation& variation) { vary(site, variation); });
  }

  void vary(const Site& site, const InputVariation& variation) {
    const auto promise = promise_id(model_, operation_, Direction::input, site.path, variation.clause);
    const auto key = promise + "+" + variation.op;
    // Of a place in a list that nobody gave out no value is surely valid: a broken one stands beside the
    // request without any.
    const bool page_token = site.level == 0 && is_page_token(site.member.name);
    if (page_token && variation.valid) return;
    if (!admit(variation.depth, key)) return;
    // Whether it can be made or not: the bound must not depend on what is wanted.
    ++made_[static_cast<std::size_t>(variation.depth)];
    const Group group{variation.valid ? Group::Kind::success : Group::Kind::validation, {}};
    auto test = context_.blank(group, "input." + site.path + "." + variation.clause + "+" + variation.op);
    if (options_.wanted && !options_.wanted(test.id, variation.depth)) return;
    auto sent = variation.make(test.id);
    if (sent.needless) return;
    if (!sent.document) {
      result_.not_made.emplace(key, sent.problem);
      return;
    }
    if (variation.valid && stands_beside_what_it_excludes(site, *sent.document, sent.pointer)) return;
    test.title = site.path + ": " + variation.what;
    test.promises = {promise};
    test.depth = variation.depth;
    test.send = *std::move(sent.document);
    test.constraint = variation.constraint;
    test.constraint_pointer = sent.pointer;
    if (stated_in_text(site.member, variation.clause))
      test.stated_by = std::string(contract::to_string(contract::Source::text));
    if (disputed(model_, site.member, variation.trait) || weakly_stated(site.member, variation.clause))
      test.tier = Tier::informative;
    if (variation.valid) {
      if (variation.clause == "type" && is_text_in_line(model_, site.member)) test.promises.clear();
      test.promises.push_back(
          contract::promise_text(operation_id(model_, operation_), contract::Side::status));
      test.expect = {Outcome{}};
      context_.assess(test);
      const bool bound = variation.clause.starts_with("length.") || variation.clause.starts_with("range.");
      if (bound && site.level == 0) context_.vouch(test, site.member.name);
    } else {
      test.provoke = Provocation::request;
      test.expect = context_.validation_outcomes(false);
      for (const std::string& name : exceptions_about(context_, site.path)) {
        const bool there = std::any_of(test.expect.begin(), test.expect.end(),
                                       [&](const Outcome& each) { return each.exception == name; });
        if (!there) test.expect.push_back({.exception = name, .reason = "it speaks of just this member"});
      }
      expect_the_one_that_is_named(test, exception_for(site.member, variation.clause));
    }
    test.control = std::move(sent.back);
    test.base_key = context_.key_of(*site.carrier.ready()->document);
    if (const Json& base = *context_.base()->document; page_token && !base.contains(site.member.name)) {
      test.control = {{.op = "remove", .path = core::pointer_join("", site.member.name), .value = {}}};
      test.base_key = context_.key_of(base);
    }
    made(std::move(test));
  }

  static bool stands_beside_what_it_excludes(const Site& site, const Json& document,
                                             const std::string& pointer) {
    if (site.parent.type != contract::ShapeType::structure || site.step != Carrier::Step::member)
      return false;
    const Json* parent = core::pointer_find(document, pointer.substr(0, pointer.rfind('/')));
    return parent != nullptr && std::any_of(site.parent.members.begin(), site.parent.members.end(),
                                            [&](const contract::Member& other) {
                                              return &other != &site.member && parent->contains(other.name) &&
                                                     contract::exclude_each_other(site.member, other);
                                            });
  }

  // Where an exception's own text says that this brings it about, it is what comes; where that is not sure,
  // it is one of the outcomes.
  void expect_the_one_that_is_named(Case& test, const std::string& exception) const {
    if (exception.empty()) return;
    if (test.tier != Tier::informative) test.expect.clear();
    std::erase_if(test.expect, [&](const Outcome& each) { return each.exception == exception; });
    test.expect.insert(test.expect.begin(),
                       {.exception = exception, .success = {}, .reason = {}, .status = {}});
    test.promises.push_back(error_promise(model_, operation_, exception));
  }

  const Model& model_;
  const Operation& operation_;
  const GenerateOptions& options_;
  const std::function<void(Case)>& each_;
  std::string protocol_;
  Values values_;
  Context context_;
  std::optional<names::Names> names_;
  GenerateResult result_;
  std::array<std::size_t, 3> made_{};  // by depth
};

}  // namespace

std::string case_key(const Case& test) {
  if (test.constraint.empty() || test.promises.empty()) return {};
  return test.promises.front() + "+" + test.constraint.substr(test.constraint.find('.') + 1);
}

GenerateResult generate(const Model& model, const Operation& operation, const Suite& suite,
                        const GenerateOptions& options, const std::function<void(Case)>& each) {
  return Generator(model, operation, suite, options, each).run();
}

}  // namespace hallmark::plan
