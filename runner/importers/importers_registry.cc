#include "importers/importers.h"

namespace hallmark::importers {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Whether some object has a member of this name, with a value that starts as told ('\0': any).
bool has_member(std::string_view text, std::string_view quoted_name, char start = '\0') {
  for (std::size_t at = text.find(quoted_name); at != std::string_view::npos;
       at = text.find(quoted_name, at + 1)) {
    const auto colon = text.find_first_not_of(kSpace, at + quoted_name.size());
    if (colon == std::string_view::npos || text[colon] != ':') continue;
    const auto value = text.find_first_not_of(kSpace, colon + 1);
    if (start == '\0' || (value != std::string_view::npos && text[value] == start)) return true;
  }
  return false;
}

bool is_object(std::string_view text) {
  const auto first = text.find_first_not_of(kSpace);
  return first != std::string_view::npos && text[first] == '{';
}

bool is_smithy(std::string_view text) { return is_object(text) && has_member(text, "\"smithy\"", '"'); }

// The shortened models of the SDK for JavaScript have their inputs in place, without a shape's name.
bool has_inputs_in_place(std::string_view text) {
  const auto at = text.find("\"input\"");
  const auto open = at == std::string_view::npos ? at : text.find('{', at);
  const auto key = open == std::string_view::npos ? open : text.find_first_not_of(kSpace, open + 1);
  if (key == std::string_view::npos) return false;
  const std::string_view first = text.substr(key);
  return first.starts_with("\"type\"") || first.starts_with("\"required\"") ||
         first.starts_with("\"members\"");
}

bool is_botocore(std::string_view text) {
  return is_object(text) && !is_smithy(text) && has_member(text, "\"metadata\"", '{') &&
         !has_inputs_in_place(text) &&
         (has_member(text, "\"operations\"", '{') || has_member(text, "\"shapes\"", '{'));
}

bool is_boto3_page(std::string_view text) {
  const auto first = text.find_first_not_of(kSpace);
  return first != std::string_view::npos && text.substr(first).starts_with(":doc:`");
}

bool is_api_reference_page(std::string_view text) {
  if (is_object(text) || is_boto3_page(text)) return false;
  // The headings, in whatever layout; a page of an operation has at least one of them.
  for (const std::string_view heading : {"Request Syntax", "Request Parameters", "Response Syntax",
                                         "Response Elements", "common to all actions"}) {
    if (text.find(heading) != std::string_view::npos) return true;
  }
  return false;
}

// A page whose file does not state its service is of the one that the user names.
contract::Model read_named_api_reference(const std::string& text, const std::string& name,
                                         const std::string& service) {
  contract::Model model = read_api_reference(text, name);
  if (!service.empty() && !states_its_service(model)) name_service(model, service);
  return model;
}

}  // namespace

bool states_its_service(const contract::Model& model) {
  return !model.slug.empty() && !model.service.traits.has(contract::trait::unknown);
}

std::string_view to_string(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::boto3_page:
      return "boto3 page";
    case DocumentKind::api_reference_page:
      return "API Reference page";
    case DocumentKind::botocore_model:
      return "botocore model";
    case DocumentKind::smithy_ast:
      return "Smithy JSON AST";
  }
  return "document";
}

const std::vector<Importer>& importers() {
  using Text = const std::string&;
  static const std::vector<Importer> list = {
      {DocumentKind::smithy_ast, is_smithy, read_smithy_ast},
      {DocumentKind::botocore_model, is_botocore,
       [](Text text, Text name, Text) { return read_botocore(text, name); }},
      {DocumentKind::boto3_page, is_boto3_page,
       [](Text text, Text name, Text) { return read_boto3_page(text, name); }},
      {DocumentKind::api_reference_page, is_api_reference_page, read_named_api_reference},
  };
  return list;
}

}  // namespace hallmark::importers
