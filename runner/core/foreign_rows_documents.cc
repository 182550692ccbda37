#include <array>

#include "core/foreign_rows.h"

namespace hallmark::core {
namespace {

using foreign::as_lines;
using foreign::as_smithy;
using foreign::give_model;
using foreign::no_contract;
using foreign::no_traffic;

constexpr auto rows = std::to_array<ForeignRow>({
    {"an OpenAPI document", [](const Start& s) { return s.has("openapi", "3"); },
     "Hallmark reads Smithy and botocore models. Turn it into Smithy, for example with smithytranslate's "
     "openapi-to-smithy, and that into its JSON AST with `smithy ast`.",
     give_model},
    {"a Swagger document",
     [](const Start& s) { return s.has("swagger", "2") || s.has("swaggerVersion", "1"); },
     "Hallmark reads Smithy and botocore models. Turn it into OpenAPI 3 (swagger2openapi), that into Smithy, "
     "for "
     "example with smithytranslate's openapi-to-smithy, and that into its JSON AST with `smithy ast`.",
     give_model},
    {"an AsyncAPI document", [](const Start& s) { return s.has("asyncapi"); }, as_smithy, give_model},
    {"a Postman collection",
     [](const Start& s) {
       const bool first_form = s.has("collectionId") || (s.has("order", "[") && s.has("requests", "["));
       return s.is_json() && (s.has("_postman_id") || s.says("schema.getpostman.com") || first_form);
     },
     "It holds requests and no contract. Give the service's Smithy or botocore model; recorded answers are "
     "judged by `hallmark judge`, as HAR.",
     as_lines},
    {"a run of Postman's newman",
     [](const Start& s) { return s.is_json() && s.has("run", "{") && s.has("collection", "{"); }, no_contract,
     as_lines},
    {"an environment of Postman", [](const Start& s) { return s.has("_postman_variable_scope"); },
     no_contract, no_traffic},
    {"an Insomnia export",
     [](const Start& s) { return s.has("__export_format") || s.says("insomnia.rest/"); },
     "It holds requests and no contract. Give the service's Smithy or botocore model.", as_lines},
    {"a WSDL document",
     [](const Start& s) {
       return s.is_markup() &&
              ((s.says("definitions") && s.says("xmlsoap.org/wsdl")) || s.says("www.w3.org/ns/wsdl"));
     },
     "Hallmark speaks no SOAP. Where the service has a REST or query protocol, give its Smithy or botocore "
     "model.",
     give_model},
    {"Smithy in its own language (IDL)",
     [](const Start& s) {
       // A model of shapes alone, or of metadata first, has a namespace, too.
       const bool shapes = s.has_line("metadata ") || s.has_line("list ") || s.has_line("string ") ||
                           s.has_line("service ") || s.has_line("structure ") || s.has_line("operation ") ||
                           s.has_line("resource ");
       // A page of AWS may have such words at the start of its lines.
       const bool page = s.says("Request Syntax") || s.says("HTTP Status Code");
       return !s.is_json() && !s.is_markup() && !page &&
              (s.has_line("$version:") || (s.has_line("namespace ") && shapes && s.says("{")));
     },
     "Hallmark reads the JSON AST. The Smithy CLI writes it: smithy ast model.smithy > model.json",
     give_model},
    {"a Protocol Buffers file", [](const Start& s) { return s.has_line("syntax = \"proto"); }, as_smithy,
     give_model},
    {"a RAML document", [](const Start& s) { return s.starts("#%RAML"); }, as_smithy, give_model},
    {"boto3's page of a whole service (before 2023)",
     [](const Start& s) {
       return s.has_line(".. py:class:: ") && s.says(".Client") && s.has_line(".. py:method::");
     },
     "Hallmark reads the pages of single operations that boto3 has since early 2023 "
     "(reference/services/SERVICE/client/METHOD.rst). Give those, or the botocore model of that time "
     "(botocore/data/SERVICE/VERSION/service-2.json), which says all that the page says and more.",
     give_model},
    {"boto3's index of a service",
     [](const Start& s) { return s.has_line(".. py:class:: ") && s.says(".Client"); },
     "Give the pages of its operations (reference/services/SERVICE/client/METHOD.rst).", give_model},
    {"boto3's page as the text of its HTML",
     [](const Start& s) {
       return !s.is_json() && s.says(" / Client / ") && !s.says(":doc:`") && s.says("Request Syntax");
     },
     "The indentation that says what stands in what is lost in it. Give the page's source (.rst) or the "
     "botocore "
     "model of the service.",
     give_model},
    {"an HTML page",
     [](const Start& s) {
       return s.is_markup() &&
              (s.says("<html") || s.says("<HTML") || s.says("<!DOCTYPE html") || s.says("<!doctype html"));
     },
     "Give the page as Markdown or as text: AWS serves API Reference pages as Markdown under .md.", as_lines},
    {"a collection of requests (Bruno, .http, Hurl)",
     [](const Start& s) {
       const bool bruno = s.has_line("meta {") && s.has_line("url: ");
       const bool lines =
           s.starts("### ") || s.starts("GET http") || s.starts("POST http") || s.starts("PUT http");
       return !s.is_json() && (bruno || (lines && s.says("http")));
     },
     no_contract, as_lines},
    {"a TypeSpec file",
     [](const Start& s) { return !s.is_json() && (s.says("\"@typespec/") || s.says("using TypeSpec")); },
     as_smithy, give_model},
    {"a GraphQL schema",
     [](const Start& s) { return !s.is_json() && (s.has_line("type Query") || s.has_line("schema {")); },
     "Hallmark speaks the protocols of AWS and no GraphQL.", give_model},
    {"an API Blueprint", [](const Start& s) { return s.starts("FORMAT: 1A"); }, as_smithy, give_model},
    {"a WADL document", [](const Start& s) { return s.is_markup() && s.says("wadl.dev.java.net"); },
     as_smithy, give_model},
    {"a Discovery document of Google", [](const Start& s) { return s.has("kind", "discovery#"); }, as_smithy,
     give_model},
    {"a schema of a CloudFormation resource",
     [](const Start& s) { return s.is_json() && s.has("typeName", "AWS::"); },
     "It describes a resource and no operation. Give the service's Smithy or botocore model.", give_model},
    {"a CloudFormation template",
     [](const Start& s) { return s.has("AWSTemplateFormatVersion") || s.has("Type", "AWS::"); }, no_contract,
     no_traffic},
    {"a shortened model of the AWS SDK for JavaScript (.min.json)",
     [](const Start& s) {
       return s.is_json() && s.has("metadata", "{") && s.has("operations", "{") && s.has("apiVersion");
     },
     "Its members have no names of shapes. Give the full model beside it (.normal.json), or botocore's "
     "service-2.json.",
     give_model},
    {"the documentation that goes with a model of AWS's SDKs (docs-2.json)",
     [](const Start& s) {
       return s.is_json() && s.has("service") && s.has("operations", "{") && s.has("shapes", "{") &&
              s.has("refs");
     },
     "It says nothing of types. Give the model beside it (api-2.json), or botocore's service-2.json, which "
     "has both.",
     give_model},
    {"a JSON Schema",
     [](const Start& s) { return s.is_json() && s.has("$schema", "http") && s.says("json-schema.org"); },
     "It describes values and no operation. Give the service's Smithy or botocore model.", give_model},
    {"an XML Schema", [](const Start& s) { return s.is_markup() && s.says("www.w3.org/2001/XMLSchema\""); },
     "It describes values and no operation. Give the service's Smithy or botocore model.", give_model},
    {"text in UTF-16", [](const Start& s) { return s.starts("\xff\xfe") || s.starts("\xfe\xff"); },
     "Save it as UTF-8.", "Save it as UTF-8."},
    {"boto3's page of a paginator, a waiter or a resource",
     [](const Start& s) { return s.starts(":doc:`") && !s.says(" / Client / "); },
     "It holds no contract of its own. Give the pages of the client's methods "
     "(reference/services/SERVICE/client/METHOD.rst).",
     give_model},
    {"a page of the AWS CLI's reference",
     [](const Start& s) {
       return !s.is_json() && s.says("Synopsis") && s.says("Description") &&
              (s.says("_cli:aws") || s.says("[aws](") || s.says("\n--"));
     },
     "It names options and no wire format. Give the API Reference page of the operation, or the service's "
     "model.",
     give_model},
});

constexpr std::string_view give_pages =
    "Give the pages of the operations (API_PutPlank.md, …), or the service's model.";

constexpr auto texts = std::to_array<ForeignRow>({
    {"an API Reference page of a data type",
     [](const Start& s) {
       return s.is_prose() && !s.has_operation() && s.says("Contents") && s.says("Type: ") &&
              s.says("Required: ");
     },
     "It states no operation; what an operation uses of it stands in the service's model. Give that, and the "
     "pages "
     "of the operations.",
     give_model},
    {"an API Reference's list of its operations",
     [](const Start& s) { return s.is_prose() && !s.has_operation() && s.says("actions are supported"); },
     give_pages, give_model},
    {"an API Reference's page of common errors or parameters",
     [](const Start& s) {
       return s.is_prose() && !s.has_operation() &&
              s.says_any({"# Common Errors", "# Common Error Types", "# Common Parameters"});
     },
     "It states no operation; the common errors of each protocol are known. Give the pages of the "
     "operations, or the "
     "service's model.",
     give_model},
    {"a page in prose, with none of the sections of an API Reference page of an operation",
     [](const Start& s) { return s.is_prose() && !s.has_operation(); }, give_pages, give_model},
});

}  // namespace

std::span<const ForeignRow> foreign_documents() { return rows; }
std::span<const ForeignRow> foreign_texts() { return texts; }

}  // namespace hallmark::core
