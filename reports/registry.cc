#include "reports/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <stdexcept>

#include "core/error.h"
#include "core/output_file.h"
#include "core/text.h"
#include "reports/github.h"
#include "reports/html.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/markdown.h"
#include "reports/ndjson.h"

namespace hallmark::reports {
namespace {

using SinkPtr = std::unique_ptr<core::Sink>;
using Path = std::filesystem::path;

const Format* find_format(std::string_view name) {
  const auto found =
      std::find_if(formats().begin(), formats().end(), [&](const Format& each) { return each.name == name; });
  return found == formats().end() ? nullptr : &*found;
}

bool is_standard_output(const Path& path) {
  constexpr int standard_output = 1;
  return path.empty() || path == "-" || core::named_descriptor(path) == standard_output;
}

// Where parts of a report may lie while it is made; empty: not beside it.
Path beside(const Path& path) {
  return is_standard_output(path) || !core::is_plain_place(path) ? Path() : path;
}

// Passes everything on until it fails, and then nothing more.
class Guarded : public run::Listener {
 public:
  Guarded(std::string name, std::function<void(const std::string&)> complain)
      : name_(std::move(name)), complain_(std::move(complain)) {}

  void make(const std::function<std::unique_ptr<run::Listener>()>& maker) {
    attempt([&] { listener_ = maker(); });
  }
  void run_started(const run::RunInfo& info) override {
    attempt([&] { listener_->run_started(info); });
  }
  void case_finished(const run::CaseResult& result) override {
    attempt([&] { listener_->case_finished(result); });
  }
  void run_finished(const run::RunInfo& info, const run::RunSummary& summary) override {
    attempt([&] { listener_->run_finished(info, summary); });
  }

 private:
  template <typename Function>
  void attempt(const Function& function) {
    if (failed_) return;
    try {
      function();
      return;
    } catch (const core::DocumentError& problem) {
      complain_(fmt::format("{} is not written: {}", name_, problem.problem().message));
    } catch (const std::filesystem::filesystem_error& problem) {
      complain_(fmt::format("{} is not written: {}", name_, problem.code().message()));
    }
    failed_ = true;
    listener_.reset();
  }

  std::string name_;
  std::function<void(const std::string&)> complain_;
  std::unique_ptr<run::Listener> listener_;
  bool failed_ = false;
};

}  // namespace

const std::vector<Format>& formats() {
  static const std::vector<Format> all = {
      {"console", "a tree for people, on a terminal or in a log", true, false,
       [](SinkPtr sink, const Path& path, const ReportOptions& options) {
         ConsoleOptions console = options.console;
         if (!is_standard_output(path)) console.colour = console.progress = console.lines = false;
         return make_console(std::move(sink), console);
       }},
      {"junit", "JUnit XML, for CI systems", false, false,
       [](SinkPtr sink, const Path& path, const ReportOptions& options) {
         return make_junit(std::move(sink), beside(path), options.secrets);
       }},
      {"json", "everything, for programs", false, false,
       [](SinkPtr sink, const Path&, const ReportOptions&) { return make_json(std::move(sink)); }},
      {"markdown", "a summary for pull requests and CI pages", true, false,
       [](SinkPtr sink, const Path&, const ReportOptions&) { return make_markdown(std::move(sink)); }},
      {"ndjson", "a JSON object a line, as things happen", true, false,
       [](SinkPtr sink, const Path&, const ReportOptions&) { return make_ndjson(std::move(sink)); }},
      {"github", "annotations of GitHub Actions, beside the console", true, true,
       [](SinkPtr sink, const Path&, const ReportOptions&) { return make_github(std::move(sink)); }},
      {"html", "one page with everything, for people", false, false,
       [](SinkPtr sink, const Path& path, const ReportOptions& options) {
         return make_html(std::move(sink), beside(path), options.secrets);
       }},
  };
  return all;
}

std::optional<ReportRequest> parse_request(std::string_view text, std::string* problem) {
  const std::size_t equals = text.find('=');
  const bool append = equals != std::string_view::npos && equals > 0 && text[equals - 1] == '+';
  const std::string name(text.substr(0, append ? equals - 1 : equals));
  const auto refuse = [&](std::string why) {
    if (problem) *problem = std::move(why);
    return std::nullopt;
  };
  const Format* format = find_format(name);
  if (!format) {
    std::vector<std::string> names;
    for (const Format& each : formats()) names.emplace_back(each.name);
    std::string why = fmt::format("there is no report \"{}\"; there are {}", core::printable(name),
                                  core::join(names, ", "));
    if (const auto near = core::nearest(name, names)) why += fmt::format(". Did you mean {}?", *near);
    return refuse(std::move(why));
  }
  if (equals != std::string_view::npos && equals + 1 == text.size()) {
    return refuse(fmt::format("--report {} has no path behind the equals sign", text));
  }
  if (append && !format->extends) {
    return refuse(fmt::format("--report {}: a {} report cannot stand behind another in one file",
                              core::printable(text), name));
  }
  return ReportRequest{.name = name,
                       .path = equals == std::string_view::npos ? Path() : Path(text.substr(equals + 1)),
                       .append = append};
}

bool ReportRequest::to_standard_output() const { return is_standard_output(path); }

bool ReportRequest::replaces_console() const {
  const Format* format = find_format(name);
  return to_standard_output() && !(format && format->beside_console);
}

std::optional<std::string> repeated_path(const std::vector<ReportRequest>& requests) {
  std::map<Path, std::string> met;
  for (const ReportRequest& request : requests) {
    std::error_code error;
    const bool standard = request.to_standard_output();
    if (standard && !request.replaces_console()) continue;
    Path place = standard ? Path("standard output")
                          : std::filesystem::weakly_canonical(std::filesystem::absolute(request.path), error);
    if (error) place = request.path.lexically_normal();
    // What swallows everything takes any number.
    if (!standard && std::filesystem::is_character_file(place, error)) continue;
    const auto [first, is_new] = met.emplace(place, request.name);
    if (is_new) continue;
    return fmt::format("two reports, {} and {}, are to be written to {}", first->second, request.name,
                       standard ? place.string() : core::printable(request.path.string()));
  }
  return std::nullopt;
}

std::unique_ptr<run::Listener> guarded(std::string name,
                                       const std::function<std::unique_ptr<run::Listener>()>& make,
                                       std::function<void(const std::string&)> complain) {
  auto listener = std::make_unique<Guarded>(std::move(name), std::move(complain));
  listener->make(make);
  return listener;
}

std::unique_ptr<run::Listener> make_report(const ReportRequest& request, const ReportOptions& options,
                                           std::function<void(const std::string&)> complain) {
  const Format* format = find_format(request.name);
  if (!format) throw std::invalid_argument("no such report: " + request.name);
  const auto sink = [&]() -> SinkPtr {
    if (request.to_standard_output())
      return core::stream_sink(options.out ? *options.out : std::cout, options.secrets);
    return request.append ? core::extending_sink(request.path, options.secrets)
                          : core::file_sink(request.path, options.secrets);
  };
  std::string name = request.to_standard_output() ? fmt::format("the {} report", request.name)
                                                  : fmt::format("the {} report {}", request.name,
                                                                core::printable(request.path.string()));
  return guarded(
      std::move(name), [&] { return format->make(sink(), request.path, options); }, std::move(complain));
}

}  // namespace hallmark::reports
