// What a bad document or file raises. Everything that an endpoint can cause is a
// value instead (see wire/http.h, exchange/exchange.h); a DocumentError is thrown
// by whatever reads files that a person wrote or chose, and is caught once, in
// main, where it becomes a message and an exit code.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace hallmark::core {

// Where a document breaks which rule, and what to do about it.
struct DocumentProblem {
  std::string file;      // as the user named it; empty when there is no file
  std::size_t line = 0;  // 1-based; 0 when unknown
  std::string pointer;   // JSON Pointer of the offending value; may be empty
  std::string rule;      // stable id of the rule that was broken, e.g. "json.syntax"
  std::string message;   // what is wrong, in one sentence
  std::string advice;    // what to do; may be empty
};

class DocumentError : public std::runtime_error {
 public:
  explicit DocumentError(DocumentProblem problem);
  [[nodiscard]] const DocumentProblem& problem() const { return problem_; }

 private:
  DocumentProblem problem_;
};

// "file:line: message (at /pointer) [rule]\n  advice"
[[nodiscard]] std::string to_string(const DocumentProblem& problem);

}  // namespace hallmark::core

// Example:
//
//   throw DocumentError({.file = "shop.suite.json",
//                        .line = 3,
//                        .pointer = "/service",
//                        .rule = "suite.service",
//                        .message = "there is no service of this name",
//                        .advice = "import its contract first"});
