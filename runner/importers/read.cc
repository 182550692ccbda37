#include <fmt/format.h>
#include <zlib.h>

#include <fstream>
#include <sstream>

#include "core/error.h"
#include "core/foreign_layouts.h"
#include "core/text.h"
#include "importers/botocore.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

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

std::string unpacked(std::string bytes, const std::string& name) {
  const bool gzip = bytes.size() > 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
  return gzip ? gunzip(bytes, name) : std::move(bytes);
}

// examples-1.json lies beside service-2.json in botocore's folders.
void add_examples_beside(const std::filesystem::path& path, contract::Model& model) {
  const std::string file = path.filename().string();
  if (file != "service-2.json" && file != "service-2.json.gz") return;
  for (const char* name : {"examples-1.json", "examples-1.json.gz"}) {
    const std::filesystem::path beside = path.parent_path() / name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(beside, error)) continue;
    const auto examples =
        core::load_json_text(unpacked(read_bytes(beside), beside.string()), beside.string());
    add_botocore_examples(model, examples.value, beside.string());
    return;
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

void refuse_foreign(std::string_view text, const std::string& name) {
  if (const auto foreign = core::foreign_layout(text, core::FileUse::document))
    fail(name, "document.foreign",
         fmt::format("this is {}, which Hallmark does not read as a document", foreign->name),
         foreign->advice);
}

}  // namespace

contract::Model read_document_text(const std::string& text, const std::string& name,
                                   const std::string& service) {
  if (text.size() > kMaxBytes) fail(name, "file.size", fmt::format("it has more than {} bytes", kMaxBytes));
  std::string_view view = text;
  if (view.starts_with("\xef\xbb\xbf")) view.remove_prefix(3);
  if (core::trim(view).empty()) fail(name, "document.unknown", "the document is empty");
  std::string kinds;
  for (const Importer& importer : importers()) {
    // Pages are known by their words, which stand in many a file.
    const bool page =
        importer.kind == DocumentKind::boto3_page || importer.kind == DocumentKind::api_reference_page;
    if (page) refuse_foreign(view, name);
    if (importer.recognises(view)) {
      contract::Model model = importer.read(std::string(view), name, service);
      diagnose_what_is_not_on_it(importer.kind, model);
      if (model.documents.empty()) model.documents = {name};
      for (std::string& document : model.documents) {
        document = std::filesystem::path(document).filename().string();
      }
      return model;
    }
    kinds += fmt::format("{}{}", kinds.empty() ? "" : ", ", to_string(importer.kind));
  }
  fail(name, "document.unknown", "this is no document that Hallmark reads",
       fmt::format("Looked for, in this order: {}.", kinds));
}

contract::Model read_document(const std::filesystem::path& path, const std::string& service) {
  contract::Model model =
      read_document_text(unpacked(read_bytes(path), path.string()), path.string(), service);
  add_examples_beside(path, model);
  return model;
}

}  // namespace hallmark::importers
