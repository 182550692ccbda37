#include "reports/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <stdexcept>

#include "core/text.h"
#include "reports/html.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/markdown.h"

namespace hallmark::reports {
namespace {

using SinkPtr = std::unique_ptr<core::Sink>;
using Path = std::filesystem::path;

const Format* find_format(std::string_view name) {
  const auto found = std::find_if(formats().begin(), formats().end(),
                                  [&](const Format& format) { return format.name == name; });
  return found == formats().end() ? nullptr : &*found;
}

bool is_standard_output(const Path& path) { return path.empty() || path == "-"; }

}  // namespace

const std::vector<Format>& formats() {
  static const std::vector<Format> all = {
      {"console", "a tree for people, on a terminal or in a log",
       [](SinkPtr sink, const Path& path, const ReportOptions& options) {
         ConsoleOptions console = options.console;
         if (!is_standard_output(path)) console.colour = console.progress = false;
         return make_console(std::move(sink), console);
       }},
      {"junit", "JUnit XML, for CI systems",
       [](SinkPtr sink, const Path& path, const ReportOptions& options) {
         return make_junit(std::move(sink), is_standard_output(path) ? Path() : path, options.secrets);
       }},
      {"json", "everything, for programs",
       [](SinkPtr sink, const Path&, const ReportOptions&) { return make_json(std::move(sink)); }},
      {"markdown", "a summary for pull requests and CI pages",
       [](SinkPtr sink, const Path&, const ReportOptions&) { return make_markdown(std::move(sink)); }},
      {"html", "one page with everything, for people",
       [](SinkPtr sink, const Path& path, const ReportOptions& options) {
         return make_html(std::move(sink), is_standard_output(path) ? Path() : path, options.secrets);
       }},
  };
  return all;
}

std::optional<ReportRequest> parse_request(std::string_view text, std::string* problem) {
  const std::size_t equals = text.find('=');
  const std::string name(text.substr(0, equals));
  const auto refuse = [&](std::string why) {
    if (problem) *problem = std::move(why);
    return std::nullopt;
  };
  if (!find_format(name)) {
    std::vector<std::string> names;
    for (const Format& format : formats()) names.emplace_back(format.name);
    std::string why = fmt::format("there is no report \"{}\"; there are {}", core::printable(name),
                                  core::join(names, ", "));
    if (const auto near = core::nearest(name, names)) why += fmt::format(". Did you mean {}?", *near);
    return refuse(std::move(why));
  }
  if (equals != std::string_view::npos && equals + 1 == text.size()) {
    return refuse(fmt::format("--report {}= has no path behind the equals sign", name));
  }
  return ReportRequest{.name = name,
                       .path = equals == std::string_view::npos ? Path() : Path(text.substr(equals + 1))};
}

std::unique_ptr<run::Listener> make_report(const ReportRequest& request, const ReportOptions& options) {
  const Format* format = find_format(request.name);
  if (!format) throw std::invalid_argument("no such report: " + request.name);
  SinkPtr sink = is_standard_output(request.path)
                     ? core::stream_sink(options.out ? *options.out : std::cout, options.secrets)
                     : core::file_sink(request.path, options.secrets);
  return format->make(std::move(sink), request.path, options);
}

}  // namespace hallmark::reports
