// Responses in JSON that AWS gave: they must be read as botocore reads them, and must not be accused of
// anything but what they do (unknown members, nulls).
#include <gtest/gtest.h>
#include <zlib.h>

#include <iostream>
#include <map>

#include "contract/smithy.h"
#include "core/testing.h"
#include "core/text.h"
#include "importers/importers.h"
#include "wire/protocol.h"
#include "wire/text_values.h"

namespace hallmark::wire {
namespace {

using contract::Model;
using contract::Shape;
using contract::ShapeType;

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::string text;
  const gzFile file = gzopen(path.c_str(), "rb");
  std::string buffer(1 << 16, '\0');
  for (int count; (count = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;) {
    text.append(buffer, 0, static_cast<std::size_t>(count));
  }
  gzclose(file);
  return core::split(text, '\n');
}

// The services that answered in JSON and whose models are there, by botocore's service id.
std::map<std::string, Model> models() {
  std::map<std::string, Model> all;
  for (const auto& [service, file] : {std::pair{"dynamodb", "botocore/dynamodb/2012-08-10/service-2.json"},
                                      {"sqs", "botocore/sqs/2012-11-05/service-2.json"},
                                      {"kms", "smithy/kms-2014-11-01.json"}}) {
    const auto path = core::shared_data(std::string("models/") + file);
    if (!path) continue;
    const core::JsonFile loaded = core::load_json(*path);
    all[service] = loaded.value.contains("smithy") ? contract::read_smithy(loaded)
                                                   : importers::read_botocore(loaded.text, service);
  }
  return all;
}

// The protocol that this answer is in; null when it is none of the JSON ones.
const Protocol* protocol_of(const Model& model, const Response& response) {
  if (core::trim(response.body).starts_with("<")) return nullptr;
  for (const std::string& id : model.protocols()) {
    const bool json = id == contract::protocol::rest_json || id == contract::protocol::aws_json_1_0 ||
                      id == contract::protocol::aws_json_1_1;
    if (json) return find_protocol(id);
  }
  return nullptr;
}

// botocore's parsed output beside ours: its markers for times and bytes, and empty maps and lists
// that it puts where nothing was.
bool says_the_same(const Model& model, const Shape& shape, const Json& theirs, const Json& ours) {
  if (theirs.is_object() && theirs.contains("$ts")) return time_of(theirs["$ts"]) == time_of(ours);
  if (theirs.is_object() && theirs.contains("$bytes")) return theirs["$bytes"] == ours;
  if (theirs.is_object() && (theirs.contains("$stream") || theirs.contains("$eventstream"))) return true;
  const bool map = shape.type == ShapeType::map;
  if (theirs.is_object() && ours.is_object()) {
    for (const auto& [name, value] : theirs.items()) {
      const contract::Member* member = shape.member(map ? "value" : name);
      if (!ours.contains(name)) {
        if ((value.is_object() || value.is_array()) && value.empty()) continue;
        return value.is_object() && (value.contains("$stream") || value.contains("$bytes"));
      }
      if (!member || !says_the_same(model, contract::target_of(model, *member), value, ours[name]))
        return false;
    }
    return std::all_of(ours.items().begin(), ours.items().end(),
                       [&](const auto& item) { return theirs.contains(item.key()); });
  }
  if (theirs.is_array() && ours.is_array() && theirs.size() == ours.size() && shape.type == ShapeType::list) {
    const Shape& element = contract::target_of(model, shape.members.front());
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      if (!says_the_same(model, element, theirs[i], ours[i])) return false;
    }
    return true;
  }
  return theirs == ours;
}

struct Tally {
  int outputs = 0, same = 0, errors = 0, codes = 0;
  std::map<std::string, int> diagnostics;
  std::vector<std::string> accused, differing;
};

void weigh(const std::map<std::string, Model>& all, const Json& line, Tally& tally) {
  const auto model = all.find(line["service"].get<std::string>());
  if (model == all.end() || !line["raw"].is_object() || line.value("looks_documented", false)) return;
  const Json& raw = line["raw"]["response"];
  Response response;
  response.status = raw["status"].get<int>();
  if (raw.contains("headers") && raw["headers"].is_object()) {
    for (const auto& [name, value] : raw["headers"].items()) {
      if (value.is_string()) response.headers.add(name, value.get<std::string>());
    }
  }
  if (raw.contains("body") && raw["body"].is_string()) response.body = raw["body"].get<std::string>();
  if (raw.contains("body_b64"))
    response.body = core::base64_decode(raw["body_b64"].get<std::string>()).value_or("");
  const std::string name = line["operation"].get<std::string>();
  const contract::Operation* operation = model->second.operation(name);
  const Protocol* protocol = protocol_of(model->second, response);
  if (!operation || !protocol) return;
  const std::string label = std::string(protocol->name()) + " " + line["service"].get<std::string>() + "." +
                            name + " (" + line["path"].get<std::string>() + ")";
  std::vector<Diagnostic> diagnostics;
  if (line["kind"] == "error") {
    ++tally.errors;
    const DecodedError error = protocol->decode_error(model->second, *operation, response);
    // botocore calls an error without a body by its status.
    const bool nameless = response.body.empty() && error.code.empty();
    if (error.code == line["error_code"] || nameless) {
      ++tally.codes;
    } else {
      tally.differing.push_back(label + ": code " + error.code + ", not " + line["error_code"].dump());
    }
    diagnostics = error.decoded.diagnostics;
  } else {
    ++tally.outputs;
    const Decoded decoded = protocol->decode_response(model->second, *operation, response);
    const Shape* shape = model->second.shape(operation->output);
    const bool same = shape ? says_the_same(model->second, *shape, line["output"], decoded.members)
                            : decoded.members.empty() && line["output"].empty();
    tally.same += same;
    if (!same) {
      tally.differing.push_back(label + "\n    botocore " + core::dump(line["output"], 1500) +
                                "\n    ours     " + core::dump(decoded.members, 1500));
    }
    diagnostics = decoded.diagnostics;
  }
  for (const Diagnostic& diagnostic : diagnostics) {
    ++tally.diagnostics[std::string(to_string(diagnostic.kind))];
    const bool harmless =
        diagnostic.kind == DiagnosticKind::unknown_member || diagnostic.kind == DiagnosticKind::null_member;
    if (!harmless) {
      tally.accused.push_back(label + ": " + std::string(to_string(diagnostic.kind)) + " at " +
                              diagnostic.location + ": " + diagnostic.expected + " / " + diagnostic.actual);
    }
  }
}

TEST(RecordedJson, IsReadAsBotocoreReadsItAndAccusedOfNothing) {
  const auto folder = core::shared_data("recorded");
  const std::map<std::string, Model> all = models();
  if (!folder || all.size() < 3) GTEST_SKIP() << core::absent("recorded and models");
  Tally tally;
  for (const char* name : {"go-cloud-raw", "paws-raw"}) {
    for (const std::string& line : lines_of(*folder / (std::string(name) + ".jsonl.gz"))) {
      if (!line.empty()) weigh(all, Json::parse(line), tally);
    }
  }
  std::cout << "recorded JSON: " << tally.same << "/" << tally.outputs << " outputs and " << tally.codes
            << "/" << tally.errors << " error codes as botocore reads them; diagnostics:";
  for (const auto& [kind, count] : tally.diagnostics) std::cout << " " << kind << " " << count;
  std::cout << (tally.diagnostics.empty() ? " none\n" : "\n");
  for (const std::string& differing : tally.differing) ADD_FAILURE() << differing;
  for (const std::string& accused : tally.accused) ADD_FAILURE() << accused;
  EXPECT_GE(tally.outputs, 250);
  EXPECT_GE(tally.errors, 4);
}

}  // namespace
}  // namespace hallmark::wire
