#include "verdict/compiled.h"

#include <algorithm>
#include <set>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "contract/usage.h"
#include "core/error.h"
#include "core/text.h"
#include "names/values.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/readers.h"
#include "schema/derive.h"
#include "verdict/places.h"

namespace hallmark::verdict {
namespace {

using contract::Member;
using contract::Model;
using contract::Shape;
using contract::ShapeType;

bool can_echo(const names::Knowledge& words, const Model& model, const Member& member) {
  return !words.is_about_paging(member.name) &&
         // A number or a structure under such a name is a place of another kind.
         !(words.is_page_token(member.name) && contract::is_text(contract::target_of(model, member).type)) &&
         !contract::effective(model, member, contract::trait::sensitive) &&
         !member.traits.has(contract::trait::idempotency_token) &&
         !member.traits.has(contract::trait::deprecated) && !contract::is_streaming(model, member);
}

// The one structure that wraps an output's members ("Domain" of CreateDomain); null when there are
// several or none.
const Member* wrapper_of(const Model& model, const Shape& output) {
  const Member* found = nullptr;
  for (const Member& member : output.members) {
    const ShapeType type = contract::target_of(model, member).type;
    if (type != ShapeType::structure) continue;
    if (found) return nullptr;
    found = &member;
  }
  return found;
}

// Likewise the one list of structures ("DomainSummaries" of ListDomains).
const Member* listing_of(const Model& model, const Shape& output) {
  const Member* found = nullptr;
  for (const Member& member : output.members) {
    const Shape& shape = contract::target_of(model, member);
    if (shape.type != ShapeType::list) continue;
    const Member* item = shape.member("member");
    if (!item || contract::target_of(model, *item).type != ShapeType::structure) continue;
    if (found) return nullptr;
    found = &member;
  }
  return found;
}

// Whether the operation is about what a structure of its output describes: "Table" of DescribeTable, and not
// the "ConsumedCapacity" of Scan.
bool is_subject(const names::Knowledge& words, const Model& model, const contract::Operation& operation,
                const Shape& output, const Member& wrapper) {
  const std::string name = core::to_lower(operation.name());
  const auto in_name = [&](const std::string& part) {
    return !part.empty() && name.find(core::to_lower(part)) != std::string::npos;
  };
  // "GetWebACLForResource": what another thing has, which may be none.
  if (words.kind_of(operation.name()) == names::Kind::read) {
    const std::string noun = words.noun_of(operation.name());
    if (noun.size() > wrapper.name.size() && noun.starts_with(wrapper.name) &&
        words.is_link(noun.substr(wrapper.name.size())))
      return false;
  }
  return output.members.size() == 1 || in_name(wrapper.name) ||
         in_name(std::string(words.thing_shown(contract::target_of(model, wrapper).name())));
}

// Which identifiers an answer promises. One that a page shows; one of the resource that the operation is
// about; else one that the model requires, or the answer to a creation. What a model merely lists is no
// promise: models gain ids and ARNs years after services answer without them (DynamoDB's TableId, EKS's
// cluster id of local clusters only), and some are the caller's to give (the rules of S3's CORS
// configuration).
bool is_identifier(const names::Knowledge& words, const Shape& owner, const Member& member,
                   const std::set<std::string>& resource_ids, bool creates) {
  const contract::Source source = contract::source_of(member.traits);
  const bool shown = source == contract::Source::page || source == contract::Source::overlay;
  const auto identifier = words.identifier(member.name);
  const bool own = identifier && !identifier->plural &&
                   (identifier->stem.empty() ||
                    core::equal_ignoring_case(identifier->stem, words.thing_shown(owner.name())));
  if (own && identifier->meaning == names::Meaning::arn) return shown;
  if (resource_ids.contains(member.name)) return true;
  // "DBInstanceIdentifier" is the caller's to give.
  return own && identifier->meaning == names::Meaning::id &&
         core::equal_ignoring_case(identifier->ending, words.identifier_words(names::Meaning::id).front()) &&
         (shown || creates || contract::is_required(member));
}

void add_identifiers(const names::Knowledge& words, const Model& model, const Shape& owner,
                     const std::string& at, const std::set<std::string>& resource_ids, bool creates,
                     std::map<std::string, std::string>& promised) {
  for (const Member& member : owner.members) {
    const Shape& target = contract::target_of(model, member);
    if (target.type != ShapeType::string && target.type != ShapeType::enumeration) continue;
    if (member.traits.has(contract::trait::deprecated)) continue;
    if (!is_identifier(words, owner, member, resource_ids, creates)) continue;
    promised.emplace(core::pointer_join(at, member.name), "identifier");
  }
}

// Identifiers of the resources whose operation this is.
std::set<std::string> resource_identifiers(const Model& model, const contract::Operation& operation) {
  std::set<std::string> names;
  for (const auto& [id, resource] : model.resources) {
    const auto is_own = [&](const std::string& other) { return other == operation.id; };
    if (is_own(resource.create) || is_own(resource.put) || is_own(resource.read) || is_own(resource.update)) {
      for (const auto& [name, shape] : resource.identifiers) names.insert(name);
    }
  }
  return names;
}

// "describing listener certificates" is DescribeListenerCertificates.
bool speaks_of(const Json& shown, std::string_view operation) {
  if (shown.contains("operation")) return shown["operation"] == operation;
  if (!shown.contains("of")) return true;
  std::string verb = core::to_lower(shown.value("verb", "")), of = core::to_lower(shown.value("of", ""));
  constexpr std::string_view ending = "ing";
  if (verb.ends_with(ending)) verb.resize(verb.size() - ending.size());
  std::erase(of, ' ');
  const std::string name = core::to_lower(operation);
  // "describ" of "describe".
  return !verb.empty() && name.starts_with(verb) && name.ends_with(of) &&
         name.size() <= verb.size() + of.size() + 1;
}

// In the output itself, its structures and the items of its lists.
void find_shown(Compiled& compiled, const Shape& owner, const std::string& at, int depth) {
  constexpr int most = 3;
  for (const Member& member : owner.members) {
    const auto fact = contract::text_fact(member.traits, contract::text::shown);
    const std::string pointer = core::pointer_join(at, member.name);
    if (fact && speaks_of(fact->value, compiled.operation->name()))
      compiled.shown.emplace(pointer, fact->rule);
    const Shape& target = contract::target_of(*compiled.model, member);
    if (depth == most) continue;
    if (target.type == ShapeType::structure) find_shown(compiled, target, pointer, depth + 1);
    if (target.type != ShapeType::list || target.members.empty()) continue;
    const Shape& item = contract::target_of(*compiled.model, target.members.front());
    if (item.type == ShapeType::structure) find_shown(compiled, item, pointer + "/*", depth + 1);
  }
}

// The documentation's own example sends it and answers without.
bool is_left_out(const std::vector<contract::Example>& examples, const std::string& sent,
                 const std::string& pointer) {
  return std::any_of(examples.begin(), examples.end(), [&](const contract::Example& example) {
    return example.output && example.input.contains(sent) &&
           core::pointer_find(*example.output, pointer) == nullptr;
  });
}

void find_promised(Compiled& compiled, const plan::Suite& suite) {
  const Model& model = *compiled.model;
  if (const auto own = suite.promised.find(std::string(compiled.operation->name()));
      own != suite.promised.end()) {
    for (const auto& [pointer, source] : own->second) compiled.promised[pointer] = source;
  }
  if (!compiled.output) return;
  const std::set<std::string> ids = resource_identifiers(model, *compiled.operation);
  const Member* wrapper = wrapper_of(model, *compiled.output);
  if (wrapper && !is_subject(suite.words(), model, *compiled.operation, *compiled.output, *wrapper))
    wrapper = nullptr;
  if (wrapper) {
    add_identifiers(suite.words(), model, contract::target_of(model, *wrapper),
                    core::pointer_join("", wrapper->name), ids,
                    suite.words().makes_new(compiled.operation->name()), compiled.promised);
  }
  if (const Member* listing = listing_of(model, *compiled.output)) {
    const Shape& list = contract::target_of(model, *listing);
    add_identifiers(suite.words(), model, contract::target_of(model, *list.member("member")),
                    core::pointer_join("", listing->name) + "/*", {}, false, compiled.promised);
  }
  for (const auto& [pattern, why] : compiled.promised) {
    if (suite.words().identifier(pattern.substr(pattern.rfind('/') + 1)))
      compiled.identifiers.insert(pattern);
  }
  const Shape* input = model.shape(compiled.operation->input);
  if (!input) return;
  const auto rules = suite.values ? suite.values : names::ValueRules::embedded();
  const bool changes = suite.words().kind_of(compiled.operation->name()) == names::Kind::change;
  const auto shown = contract::examples(*compiled.operation);
  for (const Member& sent : input->members) {
    const names::MemberPlace place{.service = model.slug,
                                   .operation = compiled.operation->name(),
                                   .shape = input->name(),
                                   .member = sent.name,
                                   .target = contract::target_of(model, sent).name()};
    if (!can_echo(suite.words(), model, sent) || rules->is_setting(place)) continue;
    const ShapeType type = contract::target_of(model, sent).type;
    const bool conditional = contract::text_fact(sent.traits, contract::text::conditional).has_value() ||
                             suite.words().says(names::MemberWord::own_tags, sent.name);
    const auto echoed_by = [&](const Shape& owner, const std::string& at) {
      const Member* came = owner.member(sent.name);
      if (!came || !can_echo(suite.words(), model, *came) || contract::target_of(model, *came).type != type)
        return;
      if (changes && plan::may_be_pending(model, owner, sent.name)) return;
      if (is_left_out(shown, sent.name, core::pointer_join(at, came->name))) return;
      compiled.echoes.push_back(
          {.input = sent.name, .output = core::pointer_join(at, came->name), .conditional = conditional});
    };
    echoed_by(*compiled.output, "");
    // Where the output itself is the echo, a member of it by the same name is another thing.
    // "Id" of a zone is not that of the change that it answers.
    const auto identifier = suite.words().identifier(sent.name);
    const bool bare = identifier && identifier->stem.empty();
    const bool of_its_own =
        wrapper &&
        core::to_lower(compiled.operation->name()).find(core::to_lower(wrapper->name)) != std::string::npos;
    if (wrapper && wrapper->name != sent.name && (!bare || of_its_own)) {
      echoed_by(contract::target_of(model, *wrapper), core::pointer_join("", wrapper->name));
    }
  }
}

}  // namespace

const Compiled::Error* Compiled::error_named(std::string_view exception) const {
  const auto found = std::find_if(errors.begin(), errors.end(),
                                  [&](const Error& error) { return error.info.name == exception; });
  return found == errors.end() ? nullptr : &*found;
}

const Compiled::Error* Compiled::error_coded(std::string_view code) const {
  const auto found = std::find_if(errors.begin(), errors.end(), [&](const Error& error) {
    const auto& others = error.info.other_codes;
    return error.info.code == code || std::find(others.begin(), others.end(), code) != others.end();
  });
  return found == errors.end() ? nullptr : &*found;
}

bool speaks_first_protocol(const Compiled& compiled) {
  const std::vector<std::string> stated = compiled.model->protocols();
  return stated.empty() || stated.front() == compiled.protocol->id();
}

std::string Compiled::id() const { return plan::operation_id(*model, *operation); }

std::string Compiled::promise(contract::Side side, std::string_view path, std::string_view clause) const {
  return contract::promise_text(id(), side, path, clause);
}

Compiled compile(const contract::Model& model, const contract::Operation& operation, const plan::Suite& suite,
                 const wire::Protocol& protocol, const wire::BodyLimits& limits) {
  Compiled compiled{.model = &model, .operation = &operation, .protocol = &protocol, .limits = limits};
  compiled.output = operation.output.empty() ? nullptr : model.shape(operation.output);
  if (compiled.output && compiled.output->id == "smithy.api#Unit") compiled.output = nullptr;
  if (compiled.output) compiled.tested = std::make_unique<TestedPlaces>(model, operation, *compiled.output);
  try {
    if (compiled.output) {
      compiled.response =
          jsonschema::Schema::compile(schema::response_schema(model, operation), {.assert_format = true});
    }
    for (const Shape* shape : contract::listed_errors(model, operation)) {
      compiled.errors.push_back({.info = contract::error_info(model, *shape, protocol.id()),
                                 .schema = jsonschema::Schema::compile(schema::error_schema(model, *shape),
                                                                       {.assert_format = true})});
    }
  } catch (const core::DocumentError& error) {
    compiled.problem = error.what();
  }
  for (const auto& [id, shape] : model.shapes) {
    if (shape.traits.has(contract::trait::error)) compiled.all_errors.push_back(&shape);
  }
  compiled.validation = plan::validation_errors(model, operation, suite, protocol.id());
  find_promised(compiled, suite);
  if (compiled.output) find_shown(compiled, *compiled.output, {}, 0);
  return compiled;
}

}  // namespace hallmark::verdict
