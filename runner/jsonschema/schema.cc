#include "jsonschema/schema.h"

#include <utility>

#include "core/error.h"
#include "jsonschema/program.h"
#include "jsonschema/uri.h"

namespace hallmark::jsonschema {

struct Schema::Compiled {
  std::shared_ptr<const Program> program;
  const Node* root = nullptr;
};

Schema::Schema(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
Schema::Schema(const Schema&) = default;
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(const Schema&) = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Schema Schema::compile(const core::JsonFile& file, const CompileOptions& options) {
  auto program = compile_program(file.value, &file, options);
  const Node* root = program->root;
  return Schema(std::make_shared<const Compiled>(Compiled{std::move(program), root}));
}

Schema Schema::compile(const OrderedJson& schema, const CompileOptions& options) {
  auto program = compile_program(schema, nullptr, options);
  const Node* root = program->root;
  return Schema(std::make_shared<const Compiled>(Compiled{std::move(program), root}));
}

Evaluation Schema::validate(const Json& instance, const Limits& limits) const {
  return run_program(*compiled_->root, instance, limits);
}

Schema Schema::at(std::string_view pointer) const {
  std::string fragment(pointer);
  if (!fragment.empty() && fragment.front() == '#') fragment = split_fragment(fragment).fragment;
  const Program& program = *compiled_->program;
  const OrderedJson* json = find_pointer(*program.root->resource->root, fragment);
  const auto found = json ? program.by_json.find(json) : program.by_json.end();
  if (found == program.by_json.end() || !found->second->filled) {
    throw core::DocumentError({.file = program.root->resource->file,
                               .line = 0,
                               .pointer = fragment,
                               .rule = "schema.ref",
                               .message = "there is no schema at this place",
                               .advice = {}});
  }
  return Schema(std::make_shared<const Compiled>(Compiled{compiled_->program, found->second}));
}

}  // namespace hallmark::jsonschema
