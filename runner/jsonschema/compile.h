// Turns schema documents into a Program: finds resources, anchors and sub-schemas (scan), then
// fills each node from its keywords. Work lists instead of recursion, so that neither deep schemas
// nor long chains of references cost stack. Internal to this module.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "jsonschema/program.h"

namespace hallmark::jsonschema {

class Compiler {
 public:
  Compiler(Program& program, const core::JsonFile* file, const CompileOptions& options)
      : program_(program), file_(file), options_(options) {}
  void compile(const OrderedJson& schema);

  // What the table of keywords calls.
  struct Site {
    Node& node;
    const OrderedJson& schema;
    std::string_view keyword;
    const OrderedJson& value;
  };
  void single(const Site& site, const Node* Node::*member);
  void several(const Site& site, std::vector<const Node*> Node::*member);
  void number(const Site& site, std::optional<Json> Node::*member, bool positive);
  void count(const Site& site, std::optional<std::uint64_t> Node::*member);
  void reference(const Site& site);
  void dynamic_reference(const Site& site);
  void type(const Site& site);
  void enumeration(const Site& site);
  void pattern(const Site& site);
  void format(const Site& site);
  void unique_items(const Site& site);
  void required(const Site& site);
  void dependent_required(const Site& site);
  void dependent_schemas(const Site& site);
  void properties(const Site& site);
  void pattern_properties(const Site& site);
  void definitions(const Site& site);
  void text(const Site& site);   // must be a string
  void anything(const Site&) {}  // annotation

 private:
  // Every sub-schema of a document gets a node; $id, $anchor and $dynamicAnchor are registered.
  void scan(const OrderedJson& schema, SchemaResource& resource, std::string document_pointer);
  SchemaResource& open_resource(const OrderedJson& root, std::string uri, std::string document_pointer,
                                const SchemaResource* parent);
  SchemaResource& load(const std::string& uri, const Site& site);
  SchemaResource* find_resource(const std::string& uri);
  SchemaResource& add_document(const OrderedJson& schema, const std::string& uri, bool main);
  [[nodiscard]] Dialect dialect_of(const SchemaResource& resource, const OrderedJson& root);

  Node* node_for(const OrderedJson& schema);  // queues it to be filled
  const Node* resolve(const Site& site, const std::string& reference, std::string* dynamic_name);
  void fill(Node& node);
  Pattern compiled(const Site& site, const std::string& text, const std::string& token);
  std::vector<std::string> names(const Site& site, const OrderedJson& value);
  void need_object(const Site& site);

  [[noreturn]] void fail(const SchemaResource& resource, const std::string& document_pointer,
                         std::string rule, std::string message, std::string advice = {}) const;
  [[noreturn]] void fail(const Site& site, std::string rule, std::string message,
                         std::string advice = {}) const;

  Program& program_;
  const core::JsonFile* file_;
  const CompileOptions& options_;
  std::map<std::string, SchemaResource*, std::less<>> resources_;
  std::vector<Node*> pending_;
};

}  // namespace hallmark::jsonschema
