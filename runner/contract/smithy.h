// Smithy 2.0 JSON AST: read into a Model, written from one. What is written reads
// back equal. Mixins and `apply` are resolved while reading; documentation (also inside
// deprecated, examples and waiters) and endpoint rule sets are dropped; contradictions,
// documents and the slug stand in metadata under "hallmark.api#…", other metadata is dropped.
#pragma once

#include <filesystem>
#include <string>

#include "contract/model.h"

namespace hallmark::contract {

// `file` must hold one service; of several, `wanted` says which: by shape id, name or slug, in any case.
// The slug is that of the sdkId, else of the service's name. Throws DocumentError
// ("smithy.…") with the pointer of what is wrong: unknown type, missing target, wrong
// trait value, several services.
[[nodiscard]] Model read_smithy(const core::JsonFile& file, const std::string& wanted = {});

// JSON AST, one shape a line, with a stable order (shape ids sorted, members in model order) and a
// final newline: committed files change only where the contract does, and a difference names the shape.
[[nodiscard]] std::string write_smithy(const Model& model);

// An overlay: a Smithy JSON AST whose shapes are all of type "apply", each with the document and
// place that its traits were read from as the string `hallmark.api#source`. Every applied trait is
// marked {"source": "overlay", "text": that string} in the element's `hallmark.api#source`; a value
// that it replaces moves to `hallmark.api#alternatives`. Throws DocumentError ("overlay.…").
void apply_overlay(Model& model, const core::JsonFile& overlay);

}  // namespace hallmark::contract

// Example:
//
//   Model model = read_smithy(core::load_json("schemas/shop/model.json"));
//   apply_overlay(model, core::load_json("schemas/shop/overlay.json"));
//   std::string text = write_smithy(model);
