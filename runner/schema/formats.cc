#include "schema/formats.h"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <stdexcept>
#include <string>

namespace hallmark::embedded {
std::string_view find_formats(std::string_view file_name);
std::string_view list_formats();
}  // namespace hallmark::embedded

namespace hallmark::schema {
namespace {

constexpr std::string_view suffix = ".schema.json";

jsonschema::Schema compile_format(std::string_view name) {
  const std::string_view text = format_schema(name);
  if (text.empty()) throw std::out_of_range(fmt::format("there is no format {}", name));
  const core::JsonFile file =
      core::load_json_text(std::string(text), fmt::format("schemas/formats/{}{}", name, suffix));
  return jsonschema::Schema::compile(
      file, {.resolve = {}, .base_uri = {}, .assert_format = true, .refuse_unknown_keywords = true});
}

}  // namespace

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> names;
  std::string_view rest = embedded::list_formats();
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    names.push_back(rest.substr(0, end - suffix.size()));
    rest.remove_prefix(end + 1);
  }
  return names;
}

std::string_view format_schema(std::string_view name) {
  return embedded::find_formats(fmt::format("{}{}", name, suffix));
}

const jsonschema::Schema& compiled_format(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, jsonschema::Schema, std::less<>> known;  // a run needs one or two of them
  const std::lock_guard lock(mutex);
  const auto found = known.find(name);
  return found != known.end() ? found->second : known.emplace(name, compile_format(name)).first->second;
}

namespace {

std::vector<core::DocumentProblem> problems_at(const core::JsonFile& file, const std::string& at,
                                               const Json& value, std::string_view name) {
  const jsonschema::Evaluation result = compiled_format(name).validate(value);
  std::vector<core::DocumentProblem> problems;
  if (result.gave_up) {
    problems.push_back(
        {.file = file.path,
         .line = 1,
         .pointer = {},
         .rule = fmt::format("{}.limit", name),
         .message = fmt::format("the file is too large or too deep to be checked ({})", result.limit),
         .advice = {}});
  }
  for (const jsonschema::SchemaFinding& finding : result.findings) {
    problems.push_back(
        {.file = file.path,
         .line = core::locate(file.text, at + finding.instance).line,
         .pointer = at + finding.instance,
         .rule =
             fmt::format("{}.{}", name, finding.keyword.empty() ? std::string("not-here") : finding.keyword),
         .message = fmt::format("expected {}, found {}", finding.expected, finding.actual),
         .advice = fmt::format("see {}", finding.schema_location)});
  }
  return problems;
}

}  // namespace

std::vector<core::DocumentProblem> format_problems(const core::JsonFile& file, std::string_view name,
                                                   const std::string& pointer) {
  const Json all = core::to_sorted(file.value);
  const Json* value = core::pointer_find(all, pointer);
  return value ? problems_at(file, pointer, *value, name) : std::vector<core::DocumentProblem>();
}

void check_format(const core::JsonFile& file, std::string_view name, const std::string& pointer) {
  const std::vector<core::DocumentProblem> problems = format_problems(file, name, pointer);
  if (!problems.empty()) throw core::DocumentError(problems.front());
}

}  // namespace hallmark::schema
