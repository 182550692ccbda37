// What a schema cannot say about suites and fixtures: they must fit the contract and each other.
// Rules: "suite.unknown-operation", "suite.unknown-member", "suite.unknown-pointer",
// "suite.member-type", "suite.unknown-resource", "suite.unknown-variable", "suite.behaviour-id",
// "fixture.unknown-operation", "fixture.unknown-exception", "fixture.unknown-member",
// "fixture.unknown-pointer", "fixture.unknown-variable", "fixture.unknown-promise",
// "fixture.control-missing", "fixture.control-patch", "fixture.demands-without-place",
// "fixture.duplicate-name", "fixture.name", "fixture.orphan", "fixture.unused-variable".
#pragma once

#include <filesystem>
#include <vector>

#include "contract/model.h"
#include "core/error.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

[[nodiscard]] std::vector<core::DocumentProblem> lint_suite(const Suite& suite, const contract::Model& model);
// `cases`: as load_fixture made them, of one service.
[[nodiscard]] std::vector<core::DocumentProblem> lint_cases(const std::vector<Case>& cases,
                                                            const Suite& suite, const contract::Model& model);
// Files below <folder> that no suite reads: other names than <service>/<Operation>/<Exception>.json,
// services without a suite, operations and exceptions that the contract does not list.
[[nodiscard]] std::vector<core::DocumentProblem> lint_folder(const std::filesystem::path& folder,
                                                             const std::vector<Suite>& suites);

}  // namespace hallmark::plan
