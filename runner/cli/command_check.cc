// check and decode: files and messages, no endpoint.
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <ostream>
#include <sstream>

#include "cli/commands.h"
#include "contract/smithy.h"
#include "core/error.h"
#include "core/text.h"
#include "jsonschema/schema.h"
#include "plan/known.h"
#include "plan/lint.h"
#include "plan/load.h"
#include "schema/derive.h"
#include "wire/protocol.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

// Collects problems instead of stopping at the first.
class Checker {
 public:
  explicit Checker(Context& context) : context_(context) {}

  template <typename Function>
  void check(const fs::path& file, Function&& function) {
    ++files_;
    try {
      function(file);
    } catch (const core::DocumentError& error) {
      report(error.problem());
    }
  }
  void report(const core::DocumentProblem& problem) {
    ++problems_;
    context_.err << core::printable(core::to_string(problem), true) << "\n";
  }
  [[nodiscard]] int finish() const {
    context_.out << fmt::format("{} file{} checked, {} problem{}\n", files_, files_ == 1 ? "" : "s", problems_,
                                problems_ == 1 ? "" : "s");
    if (problems_ > 0) return exit_document;
    return files_ == 0 ? exit_nothing_ran : exit_conforms;
  }

 private:
  Context& context_;
  std::size_t files_ = 0, problems_ = 0;
};

void check_schema(const fs::path& file) { static_cast<void>(jsonschema::Schema::compile(core::load_json(file))); }

void check_contract(const fs::path& file) { static_cast<void>(load_contract(file)); }

void check_service(const Workspace& workspace, const fs::path& file, Checker& checker) {
  const plan::Suite suite = plan::load_suite(file);
  const fs::path contract = suite.model.empty() ? workspace.root() / "schemas" / suite.service / "model.json"
                                                : workspace.root() / "suites" / suite.model;
  const auto model = load_contract(contract);
  for (const auto& problem : plan::lint_suite(suite, *model)) checker.report(problem);
  std::error_code ignored;
  std::vector<plan::Case> cases;
  for (const auto& entry : fs::recursive_directory_iterator(workspace.root() / "fixtures" / suite.service, ignored)) {
    if (entry.path().extension() != ".json") continue;
    checker.check(entry.path(), [&](const fs::path& fixture) {
      for (plan::Case& test : plan::load_fixture(fixture, suite)) cases.push_back(std::move(test));
    });
  }
  for (const auto& problem : plan::lint_cases(cases, suite, *model)) checker.report(problem);
}

std::string kind_of(const fs::path& file) {
  const std::string name = file.filename().string();
  if (name.ends_with(".suite.json")) return "suite";
  if (name.ends_with(".schema.json")) return "schema";
  if (name == "model.json") return "contract";
  const core::JsonFile json = core::load_json(file);
  const auto has = [&](const char* key) { return json.value.is_object() && json.value.contains(key); };
  if (has("cases")) return "fixture";
  if (has("endpoints")) return "target";
  if (has("known_deviations")) return "known deviations";
  if (has("$schema") && (has("$defs") || has("properties") || has("type"))) return "schema";
  if (has("smithy") && has("shapes")) return "contract";
  core::fail_at(json, "", "check.unknown-kind", "this is no file of Hallmark's",
                "Fixtures have cases, suites are named *.suite.json, targets have endpoints, contracts have shapes.");
}

}  // namespace

int check_command(const CheckCommand& options, Context& context) {
  const Workspace workspace(options.workspace);
  Checker checker(context);
  std::error_code ignored;
  if (options.files.empty()) {
    std::vector<plan::Suite> suites;
    for (const auto& entry : fs::directory_iterator(workspace.root() / "suites", ignored)) {
      if (!entry.path().string().ends_with(".suite.json")) continue;
      checker.check(entry.path(), [&](const fs::path& file) {
        check_service(workspace, file, checker);
        suites.push_back(plan::load_suite(file));
      });
    }
    for (const auto& problem : plan::lint_folder(workspace.root() / "fixtures", suites)) checker.report(problem);
    for (const auto& entry : fs::recursive_directory_iterator(workspace.root() / "targets", ignored)) {
      if (entry.path().extension() == ".json" && kind_of(entry.path()) == "target") {
        checker.check(entry.path(), [](const fs::path& file) { static_cast<void>(plan::load_target(file)); });
      }
    }
    for (const auto& entry : fs::recursive_directory_iterator(workspace.root() / "schemas", ignored)) {
      const std::string name = entry.path().filename().string();
      if (name.ends_with(".schema.json")) checker.check(entry.path(), check_schema);
      if (name == "model.json") checker.check(entry.path(), check_contract);
    }
    return checker.finish();
  }
  for (const fs::path& path : options.files) {
    checker.check(path, [&](const fs::path& file) {
      const std::string kind = kind_of(file);
      if (kind == "suite") return check_service(workspace, file, checker);
      if (kind == "schema") return check_schema(file);
      if (kind == "contract") return check_contract(file);
      if (kind == "target") return static_cast<void>(plan::load_target(file));
      if (kind == "known deviations") return static_cast<void>(plan::load_known_deviations(file));
      // A fixture: its folder names the service whose suite gives the recipes.
      const std::string service = fs::absolute(file).parent_path().parent_path().filename().string();
      const plan::Suite suite = plan::load_suite(workspace.root() / "suites" / (service + ".suite.json"));
      const auto model = load_contract(workspace.root() / "schemas" / service / "model.json");
      for (const auto& problem : plan::lint_cases(plan::load_fixture(file, suite), suite, *model)) checker.report(problem);
    });
  }
  return checker.finish();
}

namespace {

// A raw HTTP message as curl -i prints it: first line, headers, empty line, body.
struct Message {
  std::string first;
  wire::Headers headers;
  std::string body;
};

Message parse_message(const std::string& text, const std::string& name) {
  Message message;
  std::size_t at = 0;
  bool first = true;
  while (true) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at, end == std::string::npos ? end : end - at);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::size_t colon = line.find(':');
    if (first) {
      message.first = line;
    } else if (!line.empty() && colon != std::string::npos) {
      message.headers.add(line.substr(0, colon), std::string(core::trim(line.substr(colon + 1))));
    }
    if (first && message.first.find("HTTP/") == std::string::npos) {
      throw core::DocumentError({.file = name,
                                 .line = 1,
                                 .pointer = {},
                                 .rule = "decode.message",
                                 .message = "the first line is no HTTP request or status line",
                                 .advice = "Give the message as `curl -i` prints it: first line, headers, an empty line, body."});
    }
    first = false;
    if (end == std::string::npos) return message;
    at = end + 1;
    if (line.empty()) {
      message.body = text.substr(at);
      return message;
    }
  }
}

void write_notes(const std::vector<wire::Note>& notes, std::ostream& out) {
  for (const wire::Note& note : notes) {
    out << "note: " << wire::to_string(note.kind) << (note.pointer.empty() ? "" : " at " + core::printable(note.pointer))
        << (note.location.empty() ? "" : " (" + core::printable(note.location) + ")")
        << (note.expected.empty() ? "" : ", expected " + core::printable(note.expected))
        << (note.actual.empty() ? "" : ", got " + core::printable(core::shorten(note.actual, 200))) << "\n";
  }
}

}  // namespace

int decode_command(const DecodeCommand& options, Context& context) {
  const Workspace workspace(options.workspace);
  const std::size_t dot = options.operation.find('.');
  const auto services = workspace.services({options.operation.substr(0, dot)});
  const contract::Operation* operation = nullptr;
  if (!services.empty() && dot != std::string::npos) operation = services[0].model->operation(options.operation.substr(dot + 1));
  if (operation == nullptr) {
    throw UsageError{.message = fmt::format("there is no operation \"{}\"", core::printable(options.operation)),
                     .advice = "Write <service>.<Operation>, for example voice-id.UpdateDomain; `hallmark list operations` names them."};
  }
  const contract::Model& model = *services[0].model;
  const wire::Protocol* protocol = wire::find_protocol(plan::protocol_of(model, services[0].suite));
  if (protocol == nullptr) {
    throw UsageError{.message = model.slug + " states no protocol that Hallmark speaks", .advice = "Name one with --protocol."};
  }
  std::ostringstream text;
  if (options.file == "-") {
    text << std::cin.rdbuf();
  } else {
    std::ifstream in(options.file, std::ios::binary);
    if (!in) {
      throw core::DocumentError({.file = options.file, .line = 0, .pointer = {}, .rule = "file.read",
                                 .message = "the file cannot be read", .advice = "Check the path."});
    }
    text << in.rdbuf();
  }
  const Message message = parse_message(text.str(), options.file);
  const auto sink = core::stream_sink(context.out, context.secrets);
  const auto pretty = [](const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; };
  if (options.request) {
    wire::Request request;
    const std::vector<std::string> words = core::split(message.first, ' ');
    request.method = words[0];
    request.target = words.size() > 1 ? words[1] : "/";
    request.headers = message.headers;
    request.body = message.body;
    const wire::Decoded decoded = protocol->decode_request(model, *operation, request);
    sink->write(pretty(decoded.members));
    write_notes(decoded.notes, context.err);
    return exit_conforms;
  }
  wire::Response response;
  const std::vector<std::string> words = core::split(message.first, ' ');
  response.status = words.size() > 1 ? std::atoi(words[1].c_str()) : 0;
  response.headers = message.headers;
  response.body = message.body;
  if (protocol->is_success(*operation, response)) {
    const wire::Decoded decoded = protocol->decode_response(model, *operation, response);
    sink->write(pretty(decoded.members));
    write_notes(decoded.notes, context.err);
  } else {
    const wire::DecodedError error = protocol->decode_error(model, *operation, response);
    context.err << "error code: " << core::printable(error.code) << " (" << core::printable(error.code_location) << ")\n";
    sink->write(pretty(error.decoded.members));
    write_notes(error.decoded.notes, context.err);
  }
  return exit_conforms;
}

}  // namespace hallmark::cli
