#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "jsonschema/evaluator.h"

namespace hallmark::jsonschema {
namespace {

std::string type_list(std::uint8_t types) {
  std::vector<std::string> names;
  if (types & type_null) names.emplace_back("null");
  if (types & type_boolean) names.emplace_back("boolean");
  if (types & type_integer) names.emplace_back("integer");
  if (types & type_number) names.emplace_back("number");
  if (types & type_string) names.emplace_back("string");
  if (types & type_array) names.emplace_back("array");
  if (types & type_object) names.emplace_back("object");
  return core::join(names, " or ");
}

}  // namespace

std::string Evaluator::pointer() const {
  std::string text;
  for (const PathToken& token : path_) {
    text += '/';
    text += token.key ? core::pointer_escape(*token.key) : std::to_string(token.index);
  }
  return text;
}

void Evaluator::add(Findings* out, const Node& node, std::string_view keyword, std::string expected,
                    std::string actual) {
  if (out->size() >= limits_.max_findings) return;
  out->push_back({.instance = pointer(),
                  .keyword = std::string(keyword),
                  .schema_location = location_of(node, keyword),
                  .expected = std::move(expected),
                  .actual = std::move(actual)});
}

void Evaluator::add_unknown(Findings* out, const Node& node, std::string_view keyword,
                            const std::string& key) {
  if (!out) return;
  std::vector<std::string> names;
  for (const auto& [name, schema] : node.properties) names.push_back(name);
  std::sort(names.begin(), names.end());
  std::string expected = "no member of this name";
  if (const auto near = core::nearest(key, names)) expected += fmt::format("; did you mean \"{}\"?", *near);
  add(out, node, keyword, std::move(expected), fmt::format("\"{}\"", core::shorten(key, 120)));
}

// One branch was meant (the only one that is of the right kind, or whose faults all lie deeper): report
// what it says. None is of the right kind: say which kinds there are. Else the choice itself.
void Evaluator::add_alternatives(Findings& out, const Node& node, std::string_view keyword, std::size_t count,
                                 std::size_t fits, const Json& value, std::vector<Findings> failures) {
  if (fits > 0) {
    add(&out, node, keyword, fmt::format("exactly one of {} alternatives", count),
        fmt::format("{} fit", fits));
    return;
  }
  const std::string here = pointer();
  std::vector<std::string> kinds;
  std::string said;
  std::vector<Findings*> possible;
  std::vector<Findings*> deeper;
  for (Findings& branch : failures) {
    if (branch.empty()) continue;
    const SchemaFinding& first = branch.front();
    const bool wrong_kind = first.instance == here && (first.keyword == "type" || first.keyword == "const" ||
                                                       first.keyword == "enum" || first.keyword == "pattern");
    if (wrong_kind) {
      // The weightiest of them names the fault: no alternative of that type, value or form.
      if (said.empty() || first.keyword == "type" || (said == "pattern" && first.keyword != "pattern")) {
        said = first.keyword;
      }
      if (std::find(kinds.begin(), kinds.end(), first.expected) == kinds.end())
        kinds.push_back(first.expected);
      continue;
    }
    possible.push_back(&branch);
    if (std::all_of(branch.begin(), branch.end(),
                    [&](const SchemaFinding& finding) { return finding.instance != here; })) {
      deeper.push_back(&branch);
    }
  }
  if (possible.empty() && !kinds.empty()) {
    const std::string actual = failures.front().empty() ? describe(value) : failures.front().front().actual;
    const std::size_t before = out.size();
    add(&out, node, keyword, core::join(kinds, " or "), actual);
    if (said != "const" && out.size() > before) out.back().keyword = said;
    return;
  }
  Findings* meant = possible.size() == 1 ? possible.front() : deeper.size() == 1 ? deeper.front() : nullptr;
  if (meant) {
    for (SchemaFinding& finding : *meant) {
      if (out.size() < limits_.max_findings) out.push_back(std::move(finding));
    }
    return;
  }
  std::vector<std::string> wanted;
  for (const Findings& branch : failures) {
    if (branch.empty() || wanted.size() == 6) continue;
    wanted.push_back(core::shorten(branch.front().expected, 100));
  }
  add(&out, node, keyword,
      fmt::format("{} of {} alternatives ({})", keyword == "oneOf" ? "exactly one" : "one", count,
                  core::join(wanted, "; ")),
      fmt::format("none fits {}", describe(value)));
}

void Evaluator::add_false(Findings* out, const Node& node, const Json& value) {
  if (out) add(out, node, "", "no value here", describe(value));
}

void Evaluator::add_type(Findings* out, const Node& node, const Json& value) {
  if (!out) return;
  const std::string_view name = type_name(value);
  const bool scalar = !value.is_structured() && !value.is_null();
  add(out, node, "type", type_list(node.types),
      scalar ? fmt::format("{} {}", name, describe(value)) : std::string(name));
}

void Evaluator::add_not(Findings* out, const Node& node, const Json& value) {
  if (out) add(out, node, "not", "a value that does not fit the schema of \"not\"", describe(value));
}

void Evaluator::add_surplus_item(Findings* out, const Node& node, std::string_view keyword,
                                 const Json& value) {
  if (out) add(out, node, keyword, "no item here", describe(value));
}

std::string location_of(const Node& node, std::string_view keyword) {
  std::string text = node.resource->uri + "#";
  const auto append = [&](std::string_view pointer) {
    for (const char c : pointer) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         std::string_view("-._~!$&'()*+,;=:@/?").find(c) != std::string_view::npos;
      if (plain) {
        text += c;
      } else {
        text += fmt::format("%{:02X}", byte);
      }
    }
  };
  append(node.pointer);
  if (!keyword.empty()) {
    text += '/';
    append(keyword);
  }
  return text;
}

}  // namespace hallmark::jsonschema
