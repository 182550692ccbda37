// new: the beginning of a target profile, a suite or a fixture.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/advice.h"
#include "cli/first_steps.h"
#include "cli/marks.h"
#include "cli/new_files.h"
#include "core/text.h"
#include "exchange/address.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* default_folder = "hallmark-data";

// Where files are written: --out, else the folder of --data.
fs::path folder_of(const NewCommand& options) {
  if (!options.out.empty()) return options.out;
  return options.workspace.data.empty() ? fs::path(default_folder) : options.workspace.data;
}

// What is there already is read with what is to come.
Workspace workspace_of(const NewCommand& options) {
  WorkspaceOptions from = options.workspace;
  const fs::path folder = folder_of(options);
  std::error_code ignored;
  if (from.data.empty() && from.models.empty() && fs::is_directory(folder, ignored)) {
    WorkspaceOptions with = from;
    with.data = folder;
    try {
      return Workspace(with);
    } catch (const UsageError&) {
      // Nothing of Hallmark's is in it yet.
    }
  }
  return Workspace(std::move(from));
}

void write(const fs::path& file, OrderedJson json, const char* format, const fs::path& folder,
           CommandContext& context) {
  std::error_code ignored;
  if (fs::exists(file, ignored)) {
    throw UsageError{.message = fmt::format("{} is there already", core::printable(file.string())),
                     .advice = "Nothing was written. Take it away first, or name another folder with --out."};
  }
  // An editor finds the format where the folder holds it.
  const fs::path schema = folder / "schemas" / "formats" / (std::string(format) + ".schema.json");
  if (fs::exists(schema, ignored)) {
    OrderedJson with = {{"$schema", fs::relative(schema, file.parent_path(), ignored).generic_string()}};
    with.update(json);
    json = std::move(with);
  }
  fs::create_directories(file.parent_path(), ignored);
  const auto sink = core::file_sink(file, nullptr);
  sink->write(pretty(json));
  sink->close();
  context.out << "wrote " << core::printable(file.string()) << "\n";
  for (const OpenMark& mark : marks_in(file))
    context.out << fmt::format("  line {}: {}\n", mark.line, core::printable(mark.text));
}

void check_is_free(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder, ignored) && !fs::is_directory(folder, ignored)) {
    throw UsageError{.message = fmt::format("{} is a file, not a folder", core::printable(folder.string())),
                     .advice = "Name the folder to write into with --out."};
  }
}

int make_target(const NewCommand& options, const fs::path& folder, CommandContext& context) {
  NewTarget target{.name = options.subject, .endpoint = options.endpoint};
  if (!options.region.empty()) target.region = options.region;
  const bool is_name =
      !target.name.empty() && std::all_of(target.name.begin(), target.name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
      });
  if (!is_name) {
    throw UsageError{.message = fmt::format("\"{}\" is no name of a target", core::printable(target.name)),
                     .advice = "Use letters, digits, '-' and '_': hallmark new target my-mock."};
  }
  if (target.endpoint.empty()) {
    target.endpoint = "http://127.0.0.1:4566";
    target.comments.push_back(mark_for("its address under \"endpoints\" (this is a guess)."));
  } else {
    std::string why;
    const auto address = exchange::parse_address(target.endpoint, &why);
    if (!address) {
      throw UsageError{.message = fmt::format("--endpoint {}: {}", core::printable(target.endpoint), why),
                       .advice = "Write a URL such as http://127.0.0.1:4566."};
    }
    target.remote = !exchange::is_loopback(*address);
    target.from_environment = target.remote;
  }
  target.comments.push_back(mark_for(
      "what it verifies under \"verifies\": signature, expiry, permissions (`hallmark doctor --endpoint URL` "
      "finds out); other identities, and variables of suites, as it has them."));
  write(folder / "targets" / (target.name + ".json"), new_target(target), "target", folder, context);
  context.out << fmt::format("check it: hallmark check {0}\nuse it: hallmark run --target {0} SERVICE\n",
                             core::printable((folder / "targets" / (target.name + ".json")).string()));
  return exit_conforms;
}

int make_service(const NewCommand& options, const fs::path& folder, CommandContext& context) {
  const Workspace workspace = workspace_of(options);
  if (options.subject.empty() && !workspace.has_models()) {
    throw UsageError{.message = "which service?",
                     .advice = "Write hallmark new service SERVICE, or give its documents with --model."};
  }
  const std::vector<Judged> found = workspace.services(
      options.subject.empty() ? std::vector<std::string>{} : std::vector<std::string>{options.subject});
  if (found.empty()) {
    const auto unknown = unknown_services(workspace, {options.subject});
    throw UsageError{.message = unknown.empty() ? "no service is selected" : unknown.front(), .advice = {}};
  }
  for (const Judged& judged : found) {
    if (!judged.suite.file.empty()) {
      throw UsageError{.message = fmt::format("{} has a suite: {}", judged.suite.service, judged.suite.file),
                       .advice = "Write fixtures for it: hallmark new fixture " + judged.suite.service +
                                 ".OPERATION/EXCEPTION."};
    }
    const std::string& slug = judged.model->slug;
    write(folder / "suites" / (slug + ".suite.json"), new_suite(*judged.model), "suite", folder, context);
    std::error_code ignored;
    const fs::path contract = folder / "schemas" / slug;
    if (workspace.has_models() && !fs::exists(contract / "model.json", ignored)) {
      ImportCommand import;
      import.documents = options.workspace.models;
      import.service = options.workspace.service;
      import.out = contract;
      import.no_schemas = true;
      if (const int code = import_command(import, context); code != exit_conforms) return code;
    }
    context.out << fmt::format(
        "check it: hallmark check --data {0}\nuse it: hallmark run --data {0} {1} --target TARGET\n",
        core::printable(folder.string()), slug);
  }
  return exit_conforms;
}

int make_fixture(const NewCommand& options, const fs::path& folder, CommandContext& context) {
  const std::string& id = options.subject;
  const std::size_t dot = id.find('.'), slash = id.find('/');
  if (dot == std::string::npos || slash == std::string::npos || slash < dot || slash + 1 == id.size()) {
    throw UsageError{.message = fmt::format("\"{}\" names no exception of an operation", core::printable(id)),
                     .advice =
                         "Write <service>.<Operation>/<Exception> or …/success: hallmark new fixture "
                         "voice-id.UpdateDomain/ConflictException."};
  }
  const std::string service = id.substr(0, dot), operation = id.substr(dot + 1, slash - dot - 1),
                    exception = id.substr(slash + 1);
  const Workspace workspace = workspace_of(options);
  const std::vector<Judged> found = workspace.services({service});
  if (found.empty()) {
    const auto unknown = unknown_services(workspace, {service});
    throw UsageError{.message = unknown.empty() ? "there is no service " + service : unknown.front(),
                     .advice = {}};
  }
  if (found.front().suite.file.empty()) {
    throw UsageError{.message = fmt::format("{} has no suite, and fixtures are read with one", service),
                     .advice = fmt::format("Begin one first: hallmark new service {}.", service)};
  }
  const fs::path file = folder / "fixtures" / service / operation / (exception + ".json");
  write(file, new_fixture(found.front(), operation, exception), "fixture", folder, context);
  const auto own = std::count_if(found.front().fixtures.begin(), found.front().fixtures.end(),
                                 [&](const plan::Case& test) {
                                   return test.operation == operation && to_string(test.group) == exception;
                                 });
  if (own > 0) {
    context.out << fmt::format("  there {} of {} already: with --data this file stands in {} place\n",
                               own == 1 ? "is 1 case" : fmt::format("are {} cases", own), exception,
                               own == 1 ? "its" : "their");
  }
  context.out << fmt::format("check it: hallmark check --data {0}\nsee it: hallmark list --data {0} {1}\n",
                             core::printable(folder.string()), core::printable(id));
  return exit_conforms;
}

}  // namespace

int new_command(const NewCommand& options, CommandContext& context) {
  const fs::path folder = folder_of(options);
  check_is_free(folder);
  if (options.what == "target") return make_target(options, folder, context);
  return options.what == "service" ? make_service(options, folder, context)
                                   : make_fixture(options, folder, context);
}

}  // namespace hallmark::cli
