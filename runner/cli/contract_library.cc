#include "cli/contract_library.h"

#include <algorithm>
#include <optional>

#include "core/error.h"
#include "exchange/byte_source.h"
#include "exchange/json_scan.h"
#include "importers/importers.h"
#include "plan/cases/load.h"
#include "plan/plan.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

// Shapes that are kept loaded; beyond it the model that was not used for longest goes.
constexpr std::size_t max_shapes = 300'000;
constexpr std::size_t max_service_shape = std::size_t{8} << 20;

std::string text_at(const Json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string first_of(std::initializer_list<std::string> texts) {
  for (const std::string& text : texts) {
    if (!text.empty()) return text;
  }
  return {};
}

run::ContractEntry entry_of_metadata(const Json& metadata) {
  run::ContractEntry entry;
  const std::string id =
      first_of({text_at(metadata, "serviceId"), text_at(metadata, "serviceAbbreviation"),
                text_at(metadata, "serviceFullName"), text_at(metadata, "endpointPrefix")});
  entry.slug = contract::slug_of(id);
  entry.endpoint_prefix = text_at(metadata, "endpointPrefix");
  entry.signing_name = first_of({text_at(metadata, "signingName"), entry.endpoint_prefix});
  entry.target_prefix = text_at(metadata, "targetPrefix");
  entry.api_version = text_at(metadata, "apiVersion");
  return entry;
}

run::ContractEntry entry_of_service(const std::string& id, const Json& shape) {
  static const Json nothing = Json::object();
  const auto traits = shape.find("traits");
  const Json& all = traits != shape.end() && traits->is_object() ? *traits : nothing;
  const auto trait = [&](std::string_view name) -> const Json& {
    const auto found = all.find(name);
    return found == all.end() ? nothing : *found;
  };
  run::ContractEntry entry;
  const Json& service = trait(contract::trait::service);
  const std::string name(contract::name_of(id));
  entry.slug = contract::slug_of(first_of({text_at(service, "sdkId"), name}));
  entry.signing_name = text_at(trait(contract::trait::sigv4), "name");
  entry.endpoint_prefix =
      first_of({text_at(service, "endpointPrefix"), text_at(service, "arnNamespace"), entry.signing_name});
  if (entry.signing_name.empty()) entry.signing_name = entry.endpoint_prefix;
  const Json& prefix = trait(contract::trait::target_prefix);
  entry.target_prefix = prefix.is_string() ? prefix.get<std::string>() : name;
  entry.api_version = text_at(shape, "version");
  return entry;
}

std::optional<Json> captured(exchange::JsonScan& scan, std::size_t limit, std::string_view needed = {}) {
  std::string text;
  if (!scan.capture(text, limit) || text.empty()) return std::nullopt;
  if (!needed.empty() && text.find(needed) == std::string::npos) return std::nullopt;
  core::ParsedJson<Json> parsed = core::parse_json(text);
  if (!parsed.value || !parsed.value->is_object()) return std::nullopt;
  return std::move(parsed.value);
}

struct Found {
  run::ContractEntry entry;
  std::string service;  // the shape's id, in Smithy's
};

// What a model is for, one a service; empty when the file is no model.
std::vector<Found> entries_of(const fs::path& file) {
  std::vector<Found> found;
  exchange::ByteSource source(file);
  exchange::JsonScan scan(source);
  std::string key;
  bool smithy = false;
  if (scan.next() != '{' || !scan.enter_object()) return found;
  while (scan.next_key(key)) {
    if (key == "$schema" || key == "pagination" || key == "waiters") return found;
    if (key == "metadata" && !smithy) {
      const std::optional<Json> metadata = captured(scan, max_service_shape);
      if (metadata && metadata->contains("protocol")) return {{entry_of_metadata(*metadata), {}}};
      continue;
    }
    smithy = smithy || key == "smithy";
    if (key != "shapes" || !smithy) {
      scan.skip();
      continue;
    }
    if (scan.next() != '{' || !scan.enter_object()) return found;
    while (scan.next_key(key)) {
      const std::string id = key;
      const std::optional<Json> shape = captured(scan, max_service_shape, "\"service\"");
      if (shape && text_at(*shape, "type") == "service") found.push_back({entry_of_service(id, *shape), id});
    }
  }
  return found;
}

bool may_be_model(const fs::path& file) {
  const std::string name = file.filename().string();
  if (!name.ends_with(".json") && !name.ends_with(".json.gz")) return false;
  // What botocore keeps beside its models.
  for (const char* start :
       {"paginators-", "waiters-", "examples-", "endpoint-rule-set-", "service-2.sdk-extras"}) {
    if (name.starts_with(start)) return false;
  }
  return !name.ends_with(".schema.json");
}

}  // namespace

ContractLibrary::ContractLibrary(const fs::path& folder) {
  std::error_code problem;
  std::vector<fs::path> files;
  if (fs::is_regular_file(folder, problem)) {
    files.push_back(folder);
  } else {
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, problem), end;
    for (; !problem && at != end; at.increment(problem)) {
      std::error_code ignored;
      if (at->is_regular_file(ignored) && may_be_model(at->path())) files.push_back(at->path());
    }
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) add(file);
  if (entries_.empty()) {
    throw core::DocumentError(
        {.file = folder.string(),
         .line = 0,
         .pointer = {},
         .rule = "models.none",
         .message = "there is no model in this folder",
         .advice = "Name a folder as botocore's data (service/version/service-2.json[.gz]), or one of "
                   "Smithy JSON ASTs."});
  }
}

ContractLibrary::ContractLibrary(DataFolders data) : data_(std::move(data)) {
  for (const fs::path& file : data_.files("schemas")) {
    if (file.filename() == "model.json") add(file);
  }
}

void ContractLibrary::add(const fs::path& file) {
  for (Found& found : entries_of(file)) {
    if (found.entry.slug.empty()) continue;
    entries_.push_back(std::move(found.entry));
    sources_.push_back({.file = file, .service = std::move(found.service), .given = {}});
  }
}

ContractLibrary::ContractLibrary(std::vector<Judged> services) {
  for (Judged& service : services) {
    const auto trait = [&](std::string_view name) {
      const Json* value = service.model->service.traits.find(name);
      return value ? *value : Json();
    };
    const contract::ServiceShape& shape = service.model->service;
    const Json json = {{"version", shape.version},
                       {"traits",
                        {{contract::trait::service, trait(contract::trait::service)},
                         {contract::trait::sigv4, trait(contract::trait::sigv4)},
                         {contract::trait::target_prefix, trait(contract::trait::target_prefix)}}}};
    entries_.push_back(entry_of_service(shape.id, json));
    entries_.back().slug = service.model->slug;
    sources_.push_back({.file = {}, .service = {}, .given = service.model});
    given_suites_.push_back(std::move(service.suite));
  }
}

std::shared_ptr<const contract::Model> ContractLibrary::load(std::size_t entry) {
  if (sources_[entry].given) return sources_[entry].given;
  const auto found =
      std::find_if(loaded_.begin(), loaded_.end(), [&](const Loaded& each) { return each.entry == entry; });
  if (found != loaded_.end()) {
    loaded_.splice(loaded_.begin(), loaded_, found);
    return found->model;
  }
  auto model = std::make_shared<contract::Model>(
      importers::read_document(sources_[entry].file, sources_[entry].service));
  if (model->slug.empty()) model->slug = entries_[entry].slug;
  const std::size_t weight = model->shapes.size();
  while (!loaded_.empty() && weight_ + weight > max_shapes) {
    weight_ -= loaded_.back().weight;
    loaded_.pop_back();
  }
  weight_ += weight;
  loaded_.push_front({.entry = entry, .weight = weight, .model = std::move(model)});
  return loaded_.front().model;
}

plan::Suite ContractLibrary::suite_of(const contract::Model& model) {
  for (std::size_t at = 0; at < given_suites_.size(); ++at) {
    if (sources_[at].given.get() == &model) return given_suites_[at];
  }
  const fs::path file = data_.find(fs::path("suites") / (model.slug + ".suite.json"));
  if (!file.empty()) return plan::load_suite(file);
  return plan::suite_without_file(model);
}

}  // namespace hallmark::cli
