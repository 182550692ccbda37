#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "contract/protocols.h"
#include "core/error.h"
#include "core/text.h"
#include "importers/importers.h"
#include "importers/merge_marks.h"
#include "importers/merge_walk.h"

namespace hallmark::importers {
namespace {

using contract::Model;
using contract::Operation;
using contract::Source;
namespace trait = contract::trait;

[[noreturn]] void fail(const std::string& rule, const std::string& message, const std::string& advice = {}) {
  throw core::DocumentError(
      {.file = {}, .line = 0, .pointer = {}, .rule = rule, .message = message, .advice = advice});
}

bool is_page(const Model& model) {
  return model.protocols().empty() && contract::source_of(model.service.traits) == Source::page;
}

std::string first_document(const Model& model) {
  return model.documents.empty() ? std::string("a document") : model.documents.front();
}

// What a page may call the service: its folder, or what stands in its addresses.
std::set<std::string> names_of(const Model& model) {
  std::set<std::string> names = {model.slug};
  const Json* service = model.service.traits.find(trait::service);
  for (const char* key : {"sdkId", "endpointPrefix"}) {
    if (!service || !service->is_object()) break;
    if (const auto found = service->find(key); found != service->end() && found->is_string()) {
      names.insert(contract::slug_of(found->get<std::string>()));
      // Folders that came later have the plain form where an older service has the short one.
      names.insert(core::replace_all(core::to_lower(found->get<std::string>()), " ", "-"));
    }
  }
  if (const Json* signing = model.service.traits.find(trait::sigv4); signing && signing->is_object()) {
    if (const auto name = signing->find("name"); name != signing->end() && name->is_string())
      names.insert(name->get<std::string>());
  }
  return names;
}

void check_service(const Model& base, const Model& other) {
  if (other.slug.empty() || base.slug.empty() || base.slug == other.slug) return;
  // Services share endpoint prefixes and signing names (chime and chime-sdk-voice), so these tell
  // something only of a page, whose own name may be one of them.
  if (is_page(other) && names_of(base).contains(other.slug)) return;
  fail("merge.service",
       fmt::format("{} is of the service {}, and {} of {}", first_document(other), other.slug,
                   first_document(base), base.slug),
       "Merge the documents of one service at a time.");
}

// A service without operations, for pages that come without a model.
Model skeleton(const Model& page) {
  Model model;
  model.slug = page.slug;
  model.service = page.service;
  model.service.operations.clear();
  return model;
}

// What a document contradicts within itself, unless the merge has said it with the model's word.
void add_contradictions(Model& result, const Model& other) {
  const auto element = [](const std::string& promise) { return promise.substr(0, promise.rfind(' ')); };
  for (contract::Contradiction contradiction : other.contradictions) {
    if (!other.slug.empty() && contradiction.promise.starts_with(other.slug + ".")) {
      contradiction.promise.erase(0, other.slug.size() + 1);
    }
    contradiction.promise.insert(0, result.slug + ".");
    const bool said =
        std::any_of(result.contradictions.begin(), result.contradictions.end(), [&](const auto& known) {
          return known.promise.ends_with(" timestampFormat") && contradiction.promise.ends_with(" type") &&
                 element(known.promise) == element(contradiction.promise);
        });
    if (!said) add_contradiction(result, std::move(contradiction));
  }
}

void lay_over(Model& result, const Model& other, bool page, std::set<std::string>& covered) {
  OperationMerge merge(result, other, page);
  for (const Operation* theirs : other.all_operations()) {
    covered.insert(std::string(theirs->name()));
    const Operation* known = result.operation(theirs->name());
    if (known) {
      merge.merge(result.operations.at(known->id), *theirs);
    } else {
      merge.add(*theirs);
    }
  }
  add_contradictions(result, other);
  for (const std::string& document : other.documents) {
    if (std::find(result.documents.begin(), result.documents.end(), document) == result.documents.end()) {
      result.documents.push_back(document);
    }
  }
}

void keep_only(Model& model, const std::set<std::string>& names) {
  std::erase_if(model.operations,
                [&](const auto& entry) { return !names.contains(std::string(entry.second.name())); });
  const auto gone = [&](const std::string& id) { return !model.operations.contains(id); };
  std::erase_if(model.service.operations, gone);
  for (auto& [id, resource] : model.resources) {
    for (std::string* one : {&resource.create, &resource.put, &resource.read, &resource.update,
                             &resource.delete_operation, &resource.list}) {
      if (gone(*one)) one->clear();
    }
    std::erase_if(resource.operations, gone);
    std::erase_if(resource.collection_operations, gone);
  }
  std::erase_if(model.contradictions, [&](const contract::Contradiction& contradiction) {
    const std::string& promise = contradiction.promise;
    const std::size_t dot = promise.find('.');
    if (dot == std::string::npos) return false;
    return !names.contains(promise.substr(dot + 1, promise.find(' ', dot) - dot - 1));
  });
  // Resources that bind nothing any more go, from the leaves up.
  for (bool changed = true; changed;) {
    changed = false;
    for (auto& [id, resource] : model.resources) {
      std::erase_if(resource.resources,
                    [&](const std::string& child) { return !model.resources.contains(child); });
    }
    changed = std::erase_if(model.resources, [](const auto& entry) {
                const auto& r = entry.second;
                return r.create.empty() && r.put.empty() && r.read.empty() && r.update.empty() &&
                       r.delete_operation.empty() && r.list.empty() && r.operations.empty() &&
                       r.collection_operations.empty() && r.resources.empty();
              }) > 0;
  }
  std::erase_if(model.service.resources,
                [&](const std::string& id) { return !model.resources.contains(id); });
}

// A model states statuses that protocols which answer 400 and 500 to everything do not use.
void diagnose_protocol_habits(Model& model, const std::set<std::string>& covered) {
  const std::vector<std::string> protocols = model.protocols();
  if (protocols.empty()) return;
  const std::string& protocol = protocols.front();
  const contract::ProtocolFacts& facts = contract::protocol_facts(protocol);
  if (!facts.habitual_statuses) return;
  for (const Operation* operation : model.all_operations()) {
    if (!covered.empty() && !covered.contains(std::string(operation->name()))) continue;
    for (const contract::Shape* error : contract::listed_errors(model, *operation)) {
      const Json* stated = error->traits.find(trait::http_error);
      const contract::ErrorInfo info = contract::error_info(model, *error, protocol);
      const int habit = info.fault == contract::Fault::server ? facts.server_status : facts.client_status;
      if (!stated || *stated == habit) continue;
      add_contradiction(
          model,
          {.promise = fmt::format("{}.{} error.{} status", model.slug, operation->name(), error->name()),
           .what = "The protocol's habit is another status than the one stated; each is an outcome.",
           .sayings = {
               {std::string(contract::to_string(contract::source_of(error->traits, trait::http_error))),
                shown(stated)},
               {"protocol", std::to_string(habit)}}});
    }
  }
}

}  // namespace

Model merge(const std::vector<Model>& models, const MergeOptions& options) {
  std::vector<const Model*> pages, full;
  for (const Model& model : models) (is_page(model) ? pages : full).push_back(&model);
  if (models.empty()) fail("merge.empty", "there is nothing to merge");

  const Model& base = full.empty() ? *pages.front() : *full.front();
  for (const Model& model : models) check_service(base, model);
  Model result = full.empty() ? skeleton(base) : base;

  std::set<std::string> in_models, covered;
  for (std::size_t i = 1; i < full.size(); ++i) lay_over(result, *full[i], false, in_models);
  for (const Model* page : pages) lay_over(result, *page, true, covered);

  for (const std::string& name : options.supporting) {
    if (!result.operation(name)) {
      fail("merge.supporting", fmt::format("no document has the operation {}", name),
           "Name operations as the model does, for example DeleteDomain.");
    }
  }
  if (!pages.empty() && !full.empty()) {
    std::set<std::string> kept = covered;
    kept.insert(options.supporting.begin(), options.supporting.end());
    keep_only(result, kept);
  }
  spread_contradictions(result);
  diagnose_protocol_habits(result, covered);
  contract::add_prelude(result);
  contract::prune(result);
  return result;
}

}  // namespace hallmark::importers
