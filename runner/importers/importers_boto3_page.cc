// A boto3 reference page: found in three steps (frame, sections, members) and written down
// as a partial contract whose shapes have path names.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/error.h"
#include "core/text.h"
#include "importers/boto3_list.h"
#include "importers/boto3_syntax.h"
#include "importers/importers.h"
#include "importers/page_shapes.h"

namespace hallmark::importers {
namespace {

using boto3::ListItem;
using boto3::SyntaxNode;
using contract::ShapeType;
using Kind = SyntaxNode::Kind;

// The lines of a page, and the sections that they form.
struct Page {
  std::string_view text;
  std::string file;
  std::vector<std::string_view> lines;
  std::vector<std::size_t> offsets;

  [[noreturn]] void fail(std::size_t line, std::string rule, std::string message, std::string advice) const {
    throw core::DocumentError({.file = file,
                               .line = line,
                               .pointer = {},
                               .rule = std::move(rule),
                               .message = std::move(message),
                               .advice = std::move(advice)});
  }
};

Page split_page(const std::string& text, const std::string& file) {
  Page page{.text = text, .file = file, .lines = {}, .offsets = {}};
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    page.lines.push_back(page.text.substr(begin, end - begin));
    page.offsets.push_back(begin);
    begin = end + 1;
  }
  return page;
}

struct Frame {
  std::string service_class, slug, method, uid, operation;
  bool has_arguments = false, deprecated = false, returns_nothing = false;
};

// The word behind `prefix` up to `end`, or empty.
std::string between(std::string_view line, std::string_view prefix, std::string_view end) {
  const std::size_t at = line.find(prefix);
  if (at == std::string_view::npos) return {};
  line.remove_prefix(at + prefix.size());
  return std::string(line.substr(0, line.find(end)));
}

Frame read_frame(const Page& page) {
  Frame frame;
  const std::string_view first = page.lines.front();
  frame.service_class = between(first, ":doc:`", " <");
  frame.slug = between(first, "<../../", ">");
  const std::size_t slash = first.rfind("/ ");
  if (frame.slug.empty() || slash == std::string_view::npos ||
      first.find("/ Client /") == std::string_view::npos) {
    page.fail(1, "page.frame", "the first line does not name a client's method",
              "Give a page of a client's method as it stands, from its first line on.");
  }
  frame.method = core::trim(first.substr(slash + 2));
  bool declared = false;
  for (const std::string_view line : page.lines) {
    if (line.substr(0, 15) == ".. py:method:: ") {
      declared = true;
      frame.has_arguments = line.find("(**kwargs)") != std::string_view::npos;
    }
    if (line.find("This operation is deprecated and may not function as expected") !=
        std::string_view::npos) {
      frame.deprecated = true;
    }
    if (core::trim(line) == ":returns: None") frame.returns_nothing = true;
    const std::string link =
        between(line, "See also: `AWS API Documentation <https://docs.aws.amazon.com/goto/WebAPI/", ">");
    if (const std::size_t at = link.find('/'); at != std::string::npos && frame.operation.empty()) {
      frame.uid = link.substr(0, at);
      frame.operation = link.substr(at + 1);
    }
  }
  if (!declared || frame.operation.empty()) {
    page.fail(
        1, "page.no-operation",
        fmt::format("{} is not an operation of the service: the page names no API documentation of one",
                    core::printable(frame.method.substr(0, 80))),
        "Waiters, paginators and helpers of the client promise nothing; give the page of an operation.");
  }
  return frame;
}

struct Sections {
  std::optional<std::size_t> request_syntax, response_syntax;  // offsets of the block
  std::vector<std::string_view> parameters, structure, exceptions;
  bool parameters_known = false, structure_known = false;  // rendered at all
};

bool is_heading(std::string_view line, std::string_view name) { return core::trim(line) == name; }

Sections read_sections(const Page& page) {
  enum class In {
    before,
    request_syntax,
    parameters,
    response,
    response_syntax,
    structure,
    exceptions,
    examples
  };
  Sections sections;
  In in = In::before;
  const auto too_large = [&](std::size_t heading) {
    for (std::size_t i = heading + 1; i < std::min(heading + 8, page.lines.size()); ++i) {
      if (page.lines[i].find("# This section is too large to render.") != std::string_view::npos) return true;
      if (core::trim(page.lines[i]).substr(0, 2) == "**") return false;
    }
    return false;
  };
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const std::string_view line = page.lines[i];
    if (in < In::request_syntax && is_heading(line, "**Request Syntax**")) {
      in = In::request_syntax;
      if (!too_large(i)) sections.request_syntax = page.offsets[i];
    } else if (in <= In::parameters && is_heading(line, "**Parameters**") && too_large(i)) {
      in = In::parameters;
      sections.parameters_known = false;
    } else if (in <= In::parameters && line.substr(0, 8) == "  :type ") {
      in = In::parameters;
      sections.parameters_known = true;
      sections.parameters.push_back(line);
    } else if (in <= In::parameters && line.substr(0, 9) == "  :rtype:") {
      in = In::response;
    } else if (in <= In::parameters && core::trim(line) == ":returns: None") {
      in = In::response;
    } else if (in == In::response && is_heading(line, "**Response Syntax**")) {
      in = In::response_syntax;
      if (!too_large(i)) sections.response_syntax = page.offsets[i];
    } else if (in >= In::response && in < In::structure && is_heading(line, "**Response Structure**")) {
      in = In::structure;
      sections.structure_known = !too_large(i);
    } else if (in >= In::request_syntax && in < In::exceptions && line.substr(0, 16) == "  **Exceptions**") {
      in = In::exceptions;
    } else if (in >= In::request_syntax && line.substr(0, 14) == "  **Examples**") {
      in = In::examples;
    } else if (in == In::parameters) {
      sections.parameters.push_back(line);
    } else if (in == In::structure) {
      sections.structure.push_back(line);
    } else if (in == In::exceptions) {
      sections.exceptions.push_back(line);
    }
  }
  return sections;
}

// One member as both blocks show it; either may be missing.
struct Shown {
  const ListItem* item = nullptr;
  const SyntaxNode* syntax = nullptr;
};

class Writer {
 public:
  Writer(const Frame& frame, bool request) : shapes_(frame.operation, request), request_(request) {}

  contract::Shape root(const std::vector<ListItem>& items, const SyntaxNode* syntax) {
    contract::Shape shape = shapes_.structure(shapes_.root());
    path_.push_back({shape.id, true, ""});
    add_members(shape, items, syntax, shapes_.root(), 0);
    path_.pop_back();
    return shape;
  }

  PageShapes& shapes() { return shapes_; }

 private:
  struct Ancestor {
    std::string id;
    bool structure;
    std::string member;  // the name under which it stands
  };

  // Members in the order of the list; what only the syntax shows comes behind.
  void add_members(contract::Shape& shape, const std::vector<ListItem>& items, const SyntaxNode* syntax,
                   const std::string& path, std::size_t depth) {
    const auto in_syntax = [&](const std::string& name) -> const SyntaxNode* {
      if (syntax == nullptr) return nullptr;
      for (const auto& [member, node] : syntax->members) {
        if (member == name) return &node;
      }
      return nullptr;
    };
    for (const ListItem& item : items) {
      if (item.name.empty() || item.name == "SDK_UNKNOWN_MEMBER" || shape.member(item.name) != nullptr)
        continue;
      add_member(shape, item.name, {&item, in_syntax(item.name)}, path, depth);
    }
    if (syntax == nullptr) return;
    for (const auto& [name, node] : syntax->members) {
      if (name != "SDK_UNKNOWN_MEMBER" && shape.member(name) == nullptr)
        add_member(shape, name, {nullptr, &node}, path, depth);
    }
  }

  void add_member(contract::Shape& shape, const std::string& name, Shown shown, const std::string& path,
                  std::size_t depth) {
    contract::Member member{.name = name, .target = {}, .traits = {}};
    member.target = target(shown, path + "_" + page_identifier(name), name, depth + 1, member.traits);
    if (shown.item != nullptr && shown.item->required && request_)
      member.traits.set(contract::trait::required);
    if (shown.item != nullptr && shown.item->autopopulated)
      member.traits.set(contract::trait::idempotency_token);
    shape.members.push_back(std::move(member));
  }

  std::string target(Shown shown, const std::string& path, const std::string& name, std::size_t depth,
                     contract::Traits& member_traits) {
    const std::string type = shown.item != nullptr ? shown.item->type : "";
    const SyntaxNode* syntax = shown.syntax;
    if (depth > 200) return "smithy.api#Document";
    if (syntax != nullptr && syntax->kind == Kind::recursive) return recursion(type, name);
    if (type == "json") {
      member_traits.set(contract::trait::json_value);
      return "smithy.api#String";
    }
    if (type == "document" || (syntax != nullptr && syntax->kind == Kind::document))
      return "smithy.api#Document";
    if (type == "event-stream" || (syntax != nullptr && syntax->kind == Kind::event_stream)) {
      return structure(shown, path, name, depth, ShapeType::union_shape, true);
    }
    if (type == "streaming" || (syntax != nullptr && syntax->kind == Kind::streaming_blob)) {
      return shapes_.simple(path, ShapeType::blob,
                            [](contract::Shape& s) { s.traits.set(contract::trait::streaming); });
    }
    if (type == "list" || (type.empty() && syntax != nullptr && syntax->kind == Kind::list)) {
      return list(shown, path, name, depth);
    }
    const bool dict = type == "dict" || type == "string|dict" ||
                      (type.empty() && syntax != nullptr && syntax->kind == Kind::object);
    if (dict) {
      const bool map = shown.item != nullptr && !shown.item->children.empty()
                           ? shown.item->children.front().name.empty()
                           : syntax != nullptr && syntax->looks_like_map();
      if (map) return map_shape(shown, path, name, depth);
      const bool tagged = shown.item != nullptr && shown.item->tagged_union;
      return structure(shown, path, name, depth, tagged ? ShapeType::union_shape : ShapeType::structure,
                       false);
    }
    return scalar(type, syntax, path);
  }

  std::string scalar(const std::string& type, const SyntaxNode* syntax, const std::string& path) {
    const auto kind_is = [&](Kind kind) { return syntax != nullptr && syntax->kind == kind; };
    if (type == "integer" || (type.empty() && kind_is(Kind::integer))) return "smithy.api#Integer";
    if (type == "float" || kind_is(Kind::real_double) || kind_is(Kind::real_float)) {
      return kind_is(Kind::real_float) ? "smithy.api#Float" : "smithy.api#Double";
    }
    if (type == "boolean" || kind_is(Kind::boolean)) return "smithy.api#Boolean";
    if (type == "datetime" || kind_is(Kind::timestamp)) return "smithy.api#Timestamp";
    if (type == "bytes" || kind_is(Kind::blob)) return "smithy.api#Blob";
    if (kind_is(Kind::text) && !syntax->enum_values.empty())
      return shapes_.enumeration(path, syntax->enum_values);
    return "smithy.api#String";
  }

  std::string structure(Shown shown, const std::string& path, const std::string& name, std::size_t depth,
                        ShapeType type, bool events) {
    contract::Shape shape = shapes_.structure(path);
    shape.type = type;
    if (events) shape.traits.set(contract::trait::streaming);
    path_.push_back({shape.id, true, name});
    add_members(shape, shown.item != nullptr ? shown.item->children : none_, shown.syntax, path, depth);
    path_.pop_back();
    return shapes_.add(std::move(shape));
  }

  std::string list(Shown shown, const std::string& path, const std::string& name, std::size_t depth) {
    contract::Shape shape = shapes_.structure(path);
    shape.type = ShapeType::list;
    path_.push_back({shape.id, false, name});
    const Shown element{
        shown.item != nullptr && !shown.item->children.empty() ? &shown.item->children.front() : nullptr,
        shown.syntax != nullptr && !shown.syntax->element.empty() ? &shown.syntax->element.front() : nullptr};
    contract::Member member{.name = "member", .target = {}, .traits = {}};
    member.target = target(element, path + "_member", "", depth + 1, member.traits);
    shape.members.push_back(std::move(member));
    path_.pop_back();
    return shapes_.add(std::move(shape));
  }

  // The key is the unnamed child, the value stands one level below the key.
  std::string map_shape(Shown shown, const std::string& path, const std::string& name, std::size_t depth) {
    contract::Shape shape = shapes_.structure(path);
    shape.type = ShapeType::map;
    path_.push_back({shape.id, false, name});
    Shown value;
    if (shown.item != nullptr && !shown.item->children.empty()) {
      const ListItem& key = shown.item->children.front();
      if (!key.children.empty()) value.item = &key.children.front();
    }
    if (shown.syntax != nullptr && shown.syntax->looks_like_map())
      value.syntax = &shown.syntax->members[0].node;
    shape.members.push_back({.name = "key", .target = "smithy.api#String", .traits = {}});
    contract::Member member{.name = "value", .target = {}, .traits = {}};
    member.target = target(value, path + "_value", "", depth + 1, member.traits);
    shape.members.push_back(std::move(member));
    path_.pop_back();
    return shapes_.add(std::move(shape));
  }

  // A page does not say which ancestor a recursion reaches: the nearest of the same name, else the
  // nearest structure (or list, when the list of members says so) that is not the direct container.
  std::string recursion(const std::string& type, const std::string& name) {
    for (auto at = path_.rbegin(); at != path_.rend(); ++at) {
      if (!name.empty() && at->member == name && (type != "list" || !at->structure)) return at->id;
    }
    const bool wants_list = type == "list";
    for (auto at = path_.rbegin(); at != path_.rend(); ++at) {
      const bool direct_container = at == path_.rbegin();
      if (wants_list ? !at->structure && !direct_container : at->structure) return at->id;
    }
    return path_.empty() ? "smithy.api#Document" : path_.front().id;
  }

  PageShapes shapes_;
  bool request_;
  std::vector<Ancestor> path_;
  std::vector<ListItem> none_;
};

std::vector<std::string> read_exceptions(const std::vector<std::string_view>& lines) {
  std::vector<std::string> names;
  for (const std::string_view line : lines) {
    const std::string reference = between(line, ":py:class:`", "`");
    const std::size_t dot = reference.rfind('.');
    if (dot == std::string::npos) continue;
    std::string name = reference.substr(dot + 1);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

contract::Model read_boto3_page(const std::string& text, const std::string& name) {
  if (const auto bad = core::first_invalid_utf8(text)) {
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*bad), '\n') + 1;
    throw core::DocumentError({.file = name,
                               .line = static_cast<std::size_t>(line),
                               .pointer = {},
                               .rule = "page.utf8",
                               .message = "the page is not UTF-8",
                               .advice = "Save the page as UTF-8."});
  }
  const Page page = split_page(text, name);
  const Frame frame = read_frame(page);
  const Sections sections = read_sections(page);

  PageOperation operation{.slug = frame.slug, .name = frame.operation, .file = name};
  operation.version = frame.uid.size() > 10 ? frame.uid.substr(frame.uid.size() - 10) : "";
  operation.deprecated = frame.deprecated;
  operation.exceptions = read_exceptions(sections.exceptions);

  std::optional<SyntaxNode> request_syntax, response_syntax;
  if (sections.request_syntax)
    request_syntax = boto3::parse_request_syntax(text, *sections.request_syntax, name);
  if (sections.response_syntax)
    response_syntax = boto3::parse_response_syntax(text, *sections.response_syntax, name);
  const std::vector<ListItem> parameters = boto3::parse_parameters(sections.parameters);
  const std::vector<ListItem> structure = boto3::parse_structure(sections.structure);

  Writer request(frame, true);
  if (frame.has_arguments || !parameters.empty()) {
    operation.input = request.root(parameters, request_syntax ? &*request_syntax : nullptr);
    operation.input_known = request_syntax.has_value() || sections.parameters_known;
    operation.required_known = sections.parameters_known || !frame.has_arguments;
  }
  Writer response(frame, false);
  if (!frame.returns_nothing) {
    operation.output = response.root(structure, response_syntax ? &*response_syntax : nullptr);
    operation.output_known = response_syntax.has_value() || sections.structure_known;
  }
  return page_model(std::move(operation), request.shapes(), response.shapes());
}

}  // namespace hallmark::importers
