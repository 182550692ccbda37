#include "core/foreign_layouts.h"

#include <gtest/gtest.h>

namespace hallmark::core {
namespace {

struct Sample {
  const char* name;  // empty: read, or unknown
  const char* text;
};

std::string named(const char* text, FileUse use) {
  const auto found = foreign_layout(text, use);
  if (!found) return {};
  EXPECT_FALSE(found->advice.empty());
  return found->name;
}

TEST(ForeignLayouts, DocumentsAreNamed) {
  const std::vector<Sample> samples = {
      {"an OpenAPI document", "openapi: 3.0.1\ninfo:\n  title: Planks\npaths: {}\n"},
      {"an OpenAPI document", R"({"openapi": "3.1.0", "info": {"title": "Planks"}, "paths": {}})"},
      {"a Swagger document", "swagger: '2.0'\ninfo: {}\n"},
      {"a Swagger document", R"({"swagger":"2.0","paths":{}})"},
      {"an AsyncAPI document", "asyncapi: 2.6.0\n"},
      {"a Postman collection",
       R"({"info":{"_postman_id":"1","name":"Planks","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]})"},
      {"an Insomnia export", R"({"_type":"export","__export_format":4,"resources":[]})"},
      {"a WSDL document",
       R"(<?xml version="1.0"?><wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" name="Planks"/>)"},
      {"a WSDL document", R"(<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>)"},
      {"Smithy in its own language (IDL)", "$version: \"2\"\nnamespace com.example\n"},
      {"Smithy in its own language (IDL)",
       "// Planks\nnamespace com.example\n\nservice Planks {\n    version: \"1\"\n}\n"},
      {"a Protocol Buffers file", "syntax = \"proto3\";\n"},
      {"a RAML document", "#%RAML 1.0\ntitle: Planks\n"},
      {"boto3's page of a whole service (before 2023)",
       "\n******\nPlanks\n******\n\n.. py:class:: Planks.Client\n\n  A client\n\n  .. py:method:: "
       "saw(**kwargs)\n\n    **Request Syntax** \n"},
      {"boto3's index of a service", "******\nPlanks\n******\n.. py:class:: Planks.Client\n\n.. toctree::\n"},
      {"boto3's page as the text of its HTML", "Planks / Client / saw\nsaw#\n- Request Syntax\n"},
      {"an HTML page", "<!DOCTYPE html>\n<html><body>Request Syntax</body></html>"},
      {"a HAR file", R"({"log":{"version":"1.2","entries":[]}})"},
      {"a recording of `hallmark run --record`", R"({"hallmark_recording":1,"target":"x"})"},
      {"a cassette of go-vcr",
       "---\nversion: 2\ninteractions:\n  - id: 0\n    request:\n      proto: HTTP/1.1\n      url: "
       "http://a/b\n"},
      {"a ZIP archive", "PK\x03\x04 and so on"},
      {"an OpenAPI document", "---\n\"openapi\": '3.0.1'\npaths: {}\n"},
      {"a Swagger document", R"({"swaggerVersion":"1.2","apis":[]})"},
      {"a Postman collection", R"({"id":"1","order":["a"],"requests":[{"id":"a","collectionId":"1"}]})"},
      {"a run of Postman's newman", R"({"collection":{"item":[]},"run":{"stats":{}}})"},
      {"an environment of Postman", R"({"values":[],"_postman_variable_scope":"environment"})"},
      {"an Insomnia export", "type: collection.insomnia.rest/5.0\nname: Planks\n"},
      {"a collection of requests (Bruno, .http, Hurl)",
       "meta {\n  name: Get\n}\nget {\n  url: http://x\n}\n"},
      {"a collection of requests (Bruno, .http, Hurl)", "### get\nGET http://localhost/planks\n"},
      {"a WSDL document", R"(<description xmlns="http://www.w3.org/ns/wsdl"/>)"},
      {"a WADL document", R"(<application xmlns="http://wadl.dev.java.net/2009/02"/>)"},
      {"an XML Schema", R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>)"},
      {"Smithy in its own language (IDL)",
       "metadata validators = []\n\nnamespace com.example\n\nlist Names { member: String }\n"},
      {"a TypeSpec file", "import \"@typespec/http\";\nnamespace Planks;\n"},
      {"a GraphQL schema", "type Query {\n  plank(id: ID!): String\n}\n"},
      {"an API Blueprint", "FORMAT: 1A\n\n# Planks\n"},
      {"a Discovery document of Google", R"({"kind":"discovery#restDescription","id":"planks:v1"})"},
      {"a schema of a CloudFormation resource", R"({"typeName":"AWS::Planks::Plank","properties":{}})"},
      {"a CloudFormation template", "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"},
      {"a shortened model of the AWS SDK for JavaScript (.min.json)",
       R"({"metadata":{"apiVersion":"1"},"operations":{"Saw":{"input":{"type":"structure"}}},"shapes":{}})"},
      {"the documentation that goes with a model of AWS's SDKs (docs-2.json)",
       R"({"version":"2.0","service":"<p>x</p>","operations":{},"shapes":{"A":{"base":"x","refs":{}}}})"},
      {"a JSON Schema", R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"})"},
      {"text in UTF-16", "\xff\xfe{"},
      {"boto3's page of a paginator, a waiter or a resource",
       ":doc:`Planks <../../planks>` / Waiter / PlankExists\n\n.. py:class:: Planks.Waiter.PlankExists\n"},
      {"a page of the AWS CLI's reference",
       ".. _cli:aws planks saw:\n\n***\nsaw\n***\n\nDescription\n\nSynopsis\n\n    saw\n"},
      {"a contract of Pact",
       R"({"consumer":{"name":"a"},"provider":{"name":"b"},"interactions":[{"request":{},"response":{}}]})"},
      {"a log of `aws --debug`",
       "2024-01-01 12:00:00,000 - MainThread - awscli.clidriver - DEBUG - CLI version\n"},
      {"", R"({"smithy":"2.0","shapes":{}})"},
      {"", R"({"metadata":{"endpointPrefix":"planks","protocol":"json"},"operations":{}})"},
      {"", ":doc:`Planks <../../planks>` / Client / saw\n\n.. py:method:: Planks.Client.saw(**kwargs)\n"},
      {"", "# Saw\n\n## Request Syntax\n\n```\n{ \"openapi\": \"string\" }\n```\n## Errors\n"},
      {"", "Saw\nSaws a plank of the namespace given.\nRequest Syntax\n{ }\nErrors\n"},
      {"", ""},
  };
  for (const Sample& sample : samples)
    EXPECT_EQ(named(sample.text, FileUse::document), sample.name) << sample.text;
}

TEST(ForeignLayouts, WrittenPagesAreNamedForWhatTheyTell) {
  const std::string prose =
      "a page in prose, with none of the sections of an API Reference page of an operation";
  const std::vector<Sample> samples = {
      {"an API Reference page of a data type",
       "# Plank<a name=\"API_Plank\"></a>\n\n## Contents\n\n ** Width **\nType: Integer  \nRequired: No\n"},
      {"an API Reference's list of its operations",
       "# Actions\n\nThe following actions are supported:\n+ Saw\n"},
      {"an API Reference's page of common errors or parameters", "# Common Errors\n\n **AccessDenied**\n"},
      {prose.c_str(), "---\ntitle: Planks\n---\n\n# Using planks\n\nPlanks are long.\n"},
      {prose.c_str(), "Planks\n======\n\nPlanks are long.\n"},
      {"", "# Saw\n\n## Request Syntax\n"},
      {"", "{}"},
      {"", "no page"},
  };
  for (const Sample& sample : samples) {
    const auto found = foreign_text(sample.text);
    EXPECT_EQ(found ? found->name : "", sample.name) << sample.text;
  }
}

TEST(ForeignLayouts, RecordingsAreNamed) {
  const std::vector<Sample> samples = {
      {"a cassette of VCR",
       "---\nhttp_interactions:\n- request:\n    method: get\n    uri: http://a/p/b\n  response:\n    "
       "status:\n      code: 200\n"
       "recorded_with: VCR 6.1.0\n"},
      {"a cassette of betamax",
       R"({"http_interactions":[{"request":{"uri":"http://a/p/b"}}],"recorded_with":"betamax/0.8.1"})"},
      {"a cassette of vcrpy",
       "interactions:\n- request:\n    body: null\n    method: GET\n    uri: http://a/p/b\n  response:\n    "
       "body:\n      string: '{}'\nversion: 1\n"},
      {"a cassette of go-vcr",
       "---\nversion: 1\ninteractions:\n- request:\n    form: {}\n    url: http://a/p/b\n  response:\n    "
       "status: 200 OK\n    code: 200\n    duration: \"\"\n"},
      {"a stub of WireMock",
       R"({"id":"1","request":{"url":"/p/b","method":"GET"},"response":{"status":200,"body":"{}"}})"},
      {"a stub of WireMock",
       R"({"mappings":[{"request":{"urlPathPattern":"/p/.*","method":"GET"},"response":{"status":200,"jsonBody":{}}}]})"},
      {"a recording of nock",
       R"([{"scope":"http://a:80","method":"GET","path":"/p/b","status":200,"response":{}}])"},
      {"a simulation of Hoverfly", R"({"data":{"pairs":[{"request":{},"response":{}}]}})"},
      {"a response of placebo", R"({"status_code": 200, "data": {"Planks": []}})"},
      {"a log of `aws --debug`",
       "2024-01-01 00:00:00,000 - MainThread - awscli.clidriver - DEBUG - CLI version: aws-cli/2.15.0\n"
       "2024-01-01 00:00:00,010 - MainThread - botocore.hooks - DEBUG - Event\n"},
      {"a flow file of mitmproxy", "1234:9:websocket;0:~8:response;10:x7:request;4:y7:version;2:21#"},
      {"a log of `aws --debug`", "DEBUG:botocore.parsers:Response body:\nb'{}'\n"},
      {"a stub of WireMock",
       R"({"requests":[{"request":{"url":"/p"},"responseDefinition":{"status":200}}],"requestJournalDisabled":false})"},
      {"a stub of WireMock", R"({"request":{"urlPattern":".*"},"response":{"proxyBaseUrl":"http://x"}})"},
      {"a file of MockServer's expectations",
       R"([{"httpRequest":{"path":"/p"},"httpResponse":{"statusCode":200}}])"},
      {"a file of mountebank's imposters", R"({"imposters":[{"port":4545,"stubs":[]}]})"},
      {"an environment of Mockoon", R"({"uuid":"1","lastMigration":27,"routes":[]})"},
      {"a recording of moto's recorder",
       R"({"module": "planks", "response_type": "x", "method": "POST", "body": "", "body_encoded": false})"},
      {"a snapshot of LocalStack's tests",
       R"({"tests/test_planks.py::test_a":{"recorded-date":"01-01-2024","recorded-content":{}}})"},
      {"a log of CloudTrail", R"({"Records":[{"eventSource":"planks.amazonaws.com","eventName":"Saw"}]})"},
      {"a session of Charles",
       R"([{"protocolVersion":"HTTP/1.1","request":{"header":{"firstLine":"GET /p HTTP/1.1"}}}])"},
      {"an export of Burp", R"(<items burpVersion="2023.1"><item/></items>)"},
      {"a log of `curl -v`", "* Connected\n> GET /p HTTP/1.1\n>\n< HTTP/1.1 200 OK\n<\n{}\n"},
      {"a test plan of JMeter", "<jmeterTestPlan version=\"1.2\"/>"},
      {"a test of Keploy", "version: api.keploy.io/v1beta1\nkind: Http\n"},
      {"an OpenAPI document", "openapi: 3.0.0\n"},
      {"a botocore or Smithy model", R"({"smithy":"2.0","shapes":{}})"},
      {"", R"({"log":{"version":"1.2","entries":[]}})"},
      {"", R"({"raw":{"request":{"method":"GET","url":"/p"},"response":{"status":200}}})"},
  };
  for (const Sample& sample : samples)
    EXPECT_EQ(named(sample.text, FileUse::recording), sample.name) << sample.text;
}

}  // namespace
}  // namespace hallmark::core
