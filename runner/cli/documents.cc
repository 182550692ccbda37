#include "cli/documents.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.h"
#include "core/error.h"
#include "core/text.h"
#include "importers/importers.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;
using contract::Model;

bool is_page(const Model& model) { return contract::namespace_of(model.service.id) == "hallmark.page"; }

bool has_sdk_id(const Model& model) {
  const Json* service = model.service.traits.find(contract::trait::service);
  return service && service->is_object() && service->contains("sdkId");
}

bool of_one_service(const Model& a, const Model& b) {
  if (a.slug != b.slug) return false;
  return is_page(a) || is_page(b) || a.service.id == b.service.id || (has_sdk_id(a) && has_sdk_id(b));
}

struct Group {
  std::vector<Model> models;
  [[nodiscard]] const std::string& slug() const { return models.front().slug; }
  [[nodiscard]] bool has_model() const {
    return std::any_of(models.begin(), models.end(), [](const Model& model) { return !is_page(model); });
  }
};

void add(std::vector<Group>& groups, Model model) {
  for (Group& group : groups) {
    const auto fits = [&](const Model& other) { return of_one_service(other, model); };
    if (!std::all_of(group.models.begin(), group.models.end(), fits)) continue;
    group.models.push_back(std::move(model));
    return;
  }
  groups.emplace_back().models.push_back(std::move(model));
}

bool has_operations_of(const Group& group, const Model& page) {
  return std::any_of(group.models.begin(), group.models.end(), [&](const Model& model) {
    return std::all_of(page.operations.begin(), page.operations.end(), [&](const auto& operation) {
      return model.operation(contract::name_of(operation.first)) != nullptr;
    });
  });
}

// A page that does not state its service belongs to a service that is here: the one it links to, else the
// first that has its operation.
void house(std::vector<Group>& groups, Model page, const fs::path& path) {
  const auto linked = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
    return !page.slug.empty() && group.slug() == page.slug;
  });
  const auto home =
      linked != groups.end() ? linked : std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
        return group.has_model() && has_operations_of(group, page);
      });
  if (home != groups.end()) {
    if (home->slug() != page.slug) importers::name_service(page, home->slug());
    home->models.insert(home->models.begin(), std::move(page));
    return;
  }
  if (page.slug.empty()) {
    throw core::DocumentError(
        {.file = path.string(),
         .line = 0,
         .pointer = {},
         .rule = "page.service",
         .message = "nothing on this page says which service it is of",
         .advice = "Name it with --service, or give a model of the service, too. A file that is called "
                   "SERVICE.OPERATION.txt says it as well."});
  }
  groups.emplace_back().models.push_back(std::move(page));
}

// "com.acme.api#Orders" -> "com-acme-api-orders"
std::string whole_name(const Model& model) {
  std::string name = model.service.id;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '#'; }, '-');
  return contract::slug_of(name);
}

void tell_apart(std::vector<Group>& groups) {
  for (std::size_t at = 0; at < groups.size(); ++at) {
    const std::string slug = groups[at].slug();
    std::vector<Group*> alike;
    for (Group& group : groups) {
      if (group.slug() == slug) alike.push_back(&group);
    }
    if (alike.size() < 2) continue;
    for (Group* group : alike) {
      const std::string name = whole_name(group->models.back());
      for (Model& model : group->models) model.slug = name;
    }
  }
}

bool is_called(const Model& model, const std::string& name) {
  return core::equal_ignoring_case(model.slug, name) || core::equal_ignoring_case(model.service.id, name) ||
         core::equal_ignoring_case(contract::name_of(model.service.id), name);
}

void keep_only(std::vector<Group>& groups, const std::string& service) {
  std::vector<std::string> names;
  for (const Group& group : groups) names.push_back(group.slug());
  std::erase_if(groups, [&](const Group& group) {
    return std::none_of(group.models.begin(), group.models.end(),
                        [&](const Model& model) { return is_called(model, service); });
  });
  if (!groups.empty()) return;
  throw UsageError{.message = fmt::format("the documents are of no service {}", core::printable(service)),
                   .advice = fmt::format("They are of {}.", core::join(names, ", "))};
}

}  // namespace

std::vector<Model> load_documents(const std::vector<fs::path>& paths, const LoadOptions& options) {
  std::vector<Group> groups;
  std::vector<std::pair<Model, fs::path>> homeless;
  for (Model& model : importers::read_documents(paths, options.service)) {
    if (importers::states_its_service(model)) {
      add(groups, std::move(model));
    } else {
      const fs::path name = model.documents.empty() ? fs::path() : fs::path(model.documents.front());
      homeless.emplace_back(std::move(model), name);
    }
  }
  tell_apart(groups);
  for (auto& [page, path] : homeless) house(groups, std::move(page), path);
  if (!options.service.empty()) keep_only(groups, options.service);
  std::vector<Model> merged;
  for (Group& group : groups) {
    merged.push_back(group.models.size() == 1 && options.supporting.empty()
                         ? std::move(group.models.front())
                         : importers::merge(group.models, {.supporting = options.supporting}));
  }
  return merged;
}

}  // namespace hallmark::cli
