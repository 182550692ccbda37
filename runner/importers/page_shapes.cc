#include "importers/page_shapes.h"

#include <algorithm>
#include <cctype>

#include "importers/importers.h"

namespace hallmark::importers {
namespace {

constexpr std::string_view page_namespace = "hallmark.page#";

void mark(contract::Traits& traits) { traits.set(contract::trait::source, {{"*", "page"}}); }

}  // namespace

std::string page_identifier(std::string_view name) {
  std::string out;
  for (const char c : name) out.push_back(std::isalnum(static_cast<unsigned char>(c)) ? c : '_');
  return out.empty() ? "_" : out;
}

PageShapes::PageShapes(std::string operation, bool request)
    : root_(page_identifier(operation) + (request ? "Request" : "Response")) {}

contract::Shape PageShapes::structure(const std::string& path) const {
  return {.id = std::string(page_namespace) + path,
          .type = contract::ShapeType::structure,
          .members = {},
          .traits = {}};
}

std::string PageShapes::add(contract::Shape shape) {
  shapes_.push_back(std::move(shape));
  return shapes_.back().id;
}

std::string PageShapes::simple(const std::string& path, contract::ShapeType type,
                               const std::function<void(contract::Shape&)>& more) {
  contract::Shape shape = structure(path);
  shape.type = type;
  if (more) more(shape);
  return add(std::move(shape));
}

std::string PageShapes::enumeration(const std::string& path, const std::vector<std::string>& values) {
  contract::Shape shape = structure(path);
  shape.type = contract::ShapeType::enumeration;
  for (const std::string& value : values) {
    std::string name = page_identifier(value);
    if (std::isdigit(static_cast<unsigned char>(name.front()))) name.insert(0, "_");
    // Values that differ in punctuation only still need names of their own.
    const std::string stem = name;
    for (int i = 2; shape.member(name) != nullptr; ++i) name = stem + "_" + std::to_string(i);
    contract::Member member{.name = std::move(name), .target = "smithy.api#Unit", .traits = {}};
    member.traits.set(contract::trait::enum_value, value);
    shape.members.push_back(std::move(member));
  }
  return add(std::move(shape));
}

void name_service(contract::Model& page, const std::string& slug) {
  for (contract::Contradiction& contradiction : page.contradictions) {
    if (!page.slug.empty() && contradiction.promise.starts_with(page.slug + "."))
      contradiction.promise.erase(0, page.slug.size() + 1);
    contradiction.promise.insert(0, slug + ".");
  }
  page.slug = slug;
  page.service.id = std::string(page_namespace) + page_identifier(slug);
  page.service.traits.erase(contract::trait::unknown);
}

contract::Model page_model(PageOperation page, PageShapes& request, PageShapes& response) {
  const std::string ns(page_namespace);
  contract::Model model;
  model.slug = page.slug;
  model.documents = {page.file};
  model.contradictions = std::move(page.contradictions);
  model.service.id = ns + page_identifier(page.slug);
  model.service.version = page.version;
  mark(model.service.traits);
  if (!page.sdk_id.empty()) model.service.traits.set(contract::trait::service, {{"sdkId", page.sdk_id}});

  contract::Operation operation{
      .id = ns + page.name, .input = {}, .output = {}, .errors = {}, .traits = page.traits};
  mark(operation.traits);
  if (page.deprecated) operation.traits.set(contract::trait::deprecated);
  Json unknown = Json::object();
  if (!page.input_known) unknown["input"] = "too large for the page";
  if (!page.output_known) unknown["output"] = "too large for the page";
  if (page.input_known && !page.required_known)
    unknown["required"] = "the list of parameters is too large for the page";
  if (!unknown.empty()) operation.traits.set(contract::trait::unknown, unknown);

  const auto keep = [&](contract::Shape shape) {
    mark(shape.traits);
    for (contract::Member& member : shape.members) mark(member.traits);
    std::string id = shape.id;
    model.shapes.insert_or_assign(id, std::move(shape));
    return id;
  };
  if (page.input) operation.input = keep(std::move(*page.input));
  if (page.output) operation.output = keep(std::move(*page.output));
  for (PageShapes* side : {&request, &response}) {
    for (contract::Shape& shape : side->all()) keep(std::move(shape));
  }
  for (const std::string& name : page.exceptions) {
    const std::string id = ns + name;
    operation.errors.push_back(id);
    const auto detailed =
        std::find_if(page.errors.begin(), page.errors.end(), [&](const auto& e) { return e.id == id; });
    contract::Shape shape{.id = id, .type = contract::ShapeType::structure, .members = {}, .traits = {}};
    if (detailed != page.errors.end()) {
      shape = *detailed;
    } else {
      shape.traits.set(contract::trait::unknown, {{"what", "status and members"}});
    }
    keep(std::move(shape));
  }
  model.service.operations = {operation.id};
  const std::string operation_id = operation.id;
  model.operations.emplace(operation_id, std::move(operation));
  contract::add_prelude(model);
  return model;
}

}  // namespace hallmark::importers
