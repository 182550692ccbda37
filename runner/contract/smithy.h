// Smithy 2.0 JSON AST: read into a Model, written from one. What is written reads
// back equal. Mixins and `apply` are resolved while reading; documentation traits are
// dropped; contradictions and documents stand in metadata under "hallmark.api#…".
#pragma once

#include <filesystem>
#include <string>

#include "contract/model.h"

namespace hallmark::contract {

// `file` must hold one service (or name it in `service_id`). Throws DocumentError
// ("smithy.…") with the pointer of what is wrong: unknown type, missing target, wrong
// trait value, several services.
[[nodiscard]] Model read_smithy(const core::JsonFile& file, const std::string& service_id = {});

// Pretty JSON AST with a stable order (shape ids sorted, members in model order) and a
// final newline: committed files change only where the contract does.
[[nodiscard]] std::string write_smithy(const Model& model);

// An overlay: a Smithy JSON AST whose shapes are all of type "apply". Every applied trait
// is marked with source "overlay" and the overlay's own text in `hallmark.api#source`.
void apply_overlay(Model& model, const core::JsonFile& overlay);

}  // namespace hallmark::contract
