#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

#include "core/error.h"
#include "core/foreign_layouts.h"
#include "core/text.h"
#include "importers/botocore.h"
#include "importers/botocore_beside.h"
#include "importers/botocore_shapes.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{256} << 20;
constexpr std::array<std::string_view, 4> kBesideKeys = {"\"pagination\"", "\"waiters\"", "\"examples\"",
                                                         "\"merge\""};

[[noreturn]] void fail(const std::string& file, const std::string& rule, const std::string& message,
                       const std::string& advice = {}) {
  throw core::DocumentError(
      {.file = file, .line = 0, .pointer = {}, .rule = rule, .message = message, .advice = advice});
}

std::string read_bytes(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    fail(path.string(), "file.read", "this is a folder, not a document");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) fail(path.string(), "file.read", "the file cannot be read");
  std::ostringstream text;
  text << stream.rdbuf();
  if (stream.bad()) fail(path.string(), "file.read", "the file cannot be read");
  return std::move(text).str();
}

// Inflates a gzip stream of one or more members.
std::string gunzip(const std::string& bytes, const std::string& name) {
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) fail(name, "file.gzip", "zlib refuses to start");
  struct Guard {
    z_stream* stream;
    ~Guard() { inflateEnd(stream); }
  } const guard{&stream};
  std::string text;
  std::string chunk(std::size_t{1} << 18, '\0');
  std::size_t at = 0;
  int state = Z_OK;
  while (state != Z_STREAM_END || at < bytes.size() || stream.avail_in > 0) {
    if (stream.avail_in == 0 && at < bytes.size()) {
      const std::size_t piece = std::min(bytes.size() - at, std::size_t{1} << 30);
      stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data() + at));
      stream.avail_in = static_cast<uInt>(piece);
      at += piece;
    }
    if (state == Z_STREAM_END) inflateReset(&stream);
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    const bool starved = stream.avail_in == 0;
    state = inflate(&stream, Z_NO_FLUSH);
    text.append(chunk, 0, chunk.size() - stream.avail_out);
    if (text.size() > kMaxBytes)
      fail(name, "file.size", fmt::format("it unpacks to more than {} bytes", kMaxBytes));
    if (state != Z_OK && state != Z_STREAM_END) {
      fail(name, "file.gzip", starved ? "the gzip stream is cut off" : "this is no sound gzip stream");
    }
  }
  return text;
}

// Whether the text may be what botocore keeps beside a model: cheap, and asked of every document.
bool may_lie_beside(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{') return false;
  return std::any_of(kBesideKeys.begin(), kBesideKeys.end(),
                     [&](std::string_view key) { return text.find(key) != std::string_view::npos; });
}

std::string unpacked(std::string bytes, const std::string& name) {
  const bool gzip = bytes.size() > 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
  return gzip ? gunzip(bytes, name) : std::move(bytes);
}

// A folder as botocore keeps them: service-2.json in it, or in its last version's folder. Any other path is
// taken as it is.
std::filesystem::path resolved(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return path;
  std::vector<std::filesystem::path> folders = {path};
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    std::error_code ignored;
    if (entry.is_directory(ignored)) folders.push_back(entry.path());
  }
  // The folder itself first, then its versions, the newest first.
  std::sort(folders.begin() + 1, folders.end(), std::greater<>());
  for (const auto& folder : folders) {
    for (const char* name : {"service-2.json", "service-2.json.gz"}) {
      if (std::filesystem::is_regular_file(folder / name, error)) return folder / name;
    }
  }
  fail(path.string(), "file.read", "this is a folder without a service-2.json, not a document",
       "Name a document, or a folder of botocore's data.");
}

// One file that a user named, or that lies beside such a file.
struct File {
  std::filesystem::path path;
  std::string text;  // of a document
  std::optional<BesideKind> beside;
  OrderedJson value;  // of what lies beside one
};

File open_file(const std::filesystem::path& path) {
  File file{.path = path, .text = unpacked(read_bytes(path), path.string()), .beside = {}, .value = {}};
  if (!may_lie_beside(file.text)) return file;
  core::ParsedJson<OrderedJson> parsed = core::parse_ordered_json(file.text);
  if (!parsed.value || parsed.fault) return file;
  file.beside = beside_kind(*parsed.value);
  if (!file.beside) return file;
  file.value = std::move(*parsed.value);
  file.text.clear();
  return file;
}

// What lies beside a service-2.json in botocore's folders.
std::vector<File> files_beside(const std::filesystem::path& path) {
  std::vector<File> files;
  const std::string file = path.filename().string();
  if (file != "service-2.json" && file != "service-2.json.gz") return files;
  for (const char* name : {"paginators-1", "waiters-2", "examples-1", "paginators-1.sdk-extras",
                           "waiters-2.sdk-extras", "examples-1.sdk-extras", "service-2.sdk-extras"}) {
    for (const char* ending : {".json", ".json.gz"}) {
      const std::filesystem::path beside = path.parent_path() / (name + std::string(ending));
      std::error_code error;
      if (!std::filesystem::is_regular_file(beside, error)) continue;
      const std::string text = unpacked(read_bytes(beside), beside.string());
      core::JsonFile json = core::load_json_text(text, beside.string());
      if (const auto kind = beside_kind(json.value))
        files.push_back({.path = beside, .text = {}, .beside = kind, .value = std::move(json.value)});
      break;
    }
  }
  return files;
}

// What an extras file extends; nullopt: the service's model.
std::optional<BesideKind> extended(const OrderedJson& extras) {
  const auto merge = extras.find("merge");
  return merge == extras.end() ? std::nullopt : beside_kind(*merge);
}

std::vector<std::string> operations_named(const File& file) {
  std::vector<std::string> names;
  const bool extras = file.beside == BesideKind::extras;
  const OrderedJson& value = extras ? file.value.at("merge") : file.value;
  for (const char* key : {"pagination", "examples", "waiters"}) {
    const auto found = value.find(key);
    if (found == value.end() || !found->is_object()) continue;
    for (const auto& [name, entry] : found->items()) {
      if (std::string_view(key) != "waiters") {
        names.push_back(name);
      } else if (entry.is_object() && entry.contains("operation") && entry["operation"].is_string()) {
        names.push_back(entry["operation"].get<std::string>());
      }
    }
  }
  return names;
}

// The files that go with one document: the extras merged into what they extend, then one by one.
void add_files(contract::Model& model, std::vector<File> files) {
  for (const File& extras : files) {
    if (extras.beside != BesideKind::extras) continue;
    for (File& base : files) {
      if (base.beside == extended(extras.value)) merge_extras(base.value, extras.value, extras.path.string());
    }
  }
  for (const File& file : files) {
    if (file.beside != BesideKind::extras) add_beside(model, *file.beside, file.value, file.path.string());
    model.documents.push_back(file.path.filename().string());
  }
}

// An API Reference page lists the members of the top level; of those within, it has the syntax only.
void diagnose_what_is_not_on_it(DocumentKind kind, contract::Model& model) {
  if (kind != DocumentKind::api_reference_page) return;
  for (auto& [id, operation] : model.operations) {
    const Json* known = operation.traits.find(contract::trait::unknown);
    Json unknown = known && known->is_object() ? *known : Json::object();
    unknown["nestedRequired"] = "the page lists the members of the top level only";
    operation.traits.set(contract::trait::unknown, std::move(unknown));
  }
}

void refuse(const std::optional<core::ForeignLayout>& foreign, const std::string& name) {
  if (foreign)
    fail(name, "document.foreign",
         fmt::format("this is {}, which Hallmark does not read as a document", foreign->name),
         foreign->advice);
}

contract::Model read_text(const std::string& text, const std::string& name, const std::string& service,
                          const std::vector<File>& beside = {}) {
  if (text.size() > kMaxBytes) fail(name, "file.size", fmt::format("it has more than {} bytes", kMaxBytes));
  std::string_view view = text;
  if (view.starts_with("\xef\xbb\xbf")) view.remove_prefix(3);
  if (core::trim(view).empty()) fail(name, "document.unknown", "the document is empty");
  std::string kinds;
  for (const Importer& importer : importers()) {
    // Pages are known by their words, which stand in many a file.
    const bool page =
        importer.kind == DocumentKind::boto3_page || importer.kind == DocumentKind::api_reference_page;
    if (page) refuse(core::foreign_layout(view, core::FileUse::document), name);
    if (importer.recognises(view)) {
      std::vector<OrderedJson> extras;
      for (const File& file : beside) {
        if (file.beside == BesideKind::extras && !extended(file.value)) extras.push_back(file.value);
      }
      contract::Model model = importer.kind == DocumentKind::botocore_model && !extras.empty()
                                  ? read_botocore_extended(std::string(view), name, extras)
                                  : importer.read(std::string(view), name, service);
      diagnose_what_is_not_on_it(importer.kind, model);
      if (model.documents.empty()) model.documents = {name};
      for (std::string& document : model.documents) {
        document = std::filesystem::path(document).filename().string();
      }
      return model;
    }
    kinds += fmt::format("{}{}", kinds.empty() ? "" : ", ", to_string(importer.kind));
  }
  refuse(core::foreign_text(view), name);
  fail(name, "document.unknown", "this is no document that Hallmark reads",
       fmt::format("Looked for, in this order: {}.", kinds));
}

// The document that a given file goes with: the only one, or the only one that has its operations.
std::size_t owner_of(const File& file, const std::vector<File>& documents,
                     const std::vector<contract::Model>& models) {
  if (documents.size() == 1) return 0;
  const std::vector<std::string> names = operations_named(file);
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < models.size() && !names.empty(); ++i) {
    const bool has_all = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      return models[i].operation(without_date(name)) != nullptr;
    });
    if (has_all) fitting.push_back(i);
  }
  if (fitting.empty()) {
    // Extras name no operations of their own: they lie where their model does.
    for (std::size_t i = 0; i < documents.size(); ++i) {
      if (documents[i].path.parent_path() == file.path.parent_path()) fitting.push_back(i);
    }
  }
  if (fitting.size() == 1) return fitting.front();
  fail(file.path.string(), "document.beside",
       fmt::format("it goes with a model (it is what botocore calls {}), and it is not clear with which",
                   to_string(*file.beside)),
       "Name the service-2.json that it belongs to, and no other service's.");
}

}  // namespace

std::vector<contract::Model> read_documents(const std::vector<std::filesystem::path>& paths,
                                            const std::string& service) {
  std::vector<File> documents, given;
  for (const auto& path : paths) {
    File file = open_file(resolved(path));
    (file.beside ? given : documents).push_back(std::move(file));
  }
  std::vector<contract::Model> models;
  std::vector<std::vector<File>> beside;
  for (const File& document : documents) {
    beside.push_back(files_beside(document.path));
    // What is named need not be found again.
    std::erase_if(beside.back(), [&](const File& file) {
      return std::any_of(given.begin(), given.end(), [&](const File& named) {
        std::error_code ignored;
        return std::filesystem::equivalent(named.path, file.path, ignored);
      });
    });
    models.push_back(read_text(document.text, document.path.string(), service, beside.back()));
  }
  std::set<std::size_t> extended_anew;
  for (File& file : given) {
    const std::size_t owner = owner_of(file, documents, models);
    if (file.beside == BesideKind::extras) extended_anew.insert(owner);
    // The one that is named stands for the one that lies there.
    std::erase_if(beside[owner], [&](const File& other) {
      return other.beside == file.beside &&
             (file.beside != BesideKind::extras || extended(other.value) == extended(file.value)) &&
             std::none_of(given.begin(), given.end(),
                          [&](const File& named) { return named.path == other.path; });
    });
    beside[owner].push_back(std::move(file));
  }
  for (const std::size_t owner : extended_anew) {
    models[owner] = read_text(documents[owner].text, documents[owner].path.string(), service, beside[owner]);
  }
  for (std::size_t i = 0; i < models.size(); ++i) add_files(models[i], std::move(beside[i]));
  return models;
}

contract::Model read_document(const std::filesystem::path& path, const std::string& service) {
  std::vector<contract::Model> models = read_documents({path}, service);
  return std::move(models.front());
}

}  // namespace hallmark::importers
