#include "core/error.h"

#include <fmt/format.h>

namespace hallmark::core {

DocumentError::DocumentError(DocumentProblem problem)
    : std::runtime_error(to_string(problem)), problem_(std::move(problem)) {}

std::string to_string(const DocumentProblem& problem) {
  std::string text;
  if (!problem.file.empty()) {
    text += problem.file;
    if (problem.line > 0) text += fmt::format(":{}", problem.line);
    text += ": ";
  }
  text += problem.message;
  if (!problem.pointer.empty()) text += fmt::format(" (at {})", problem.pointer);
  if (!problem.rule.empty()) text += fmt::format(" [{}]", problem.rule);
  if (!problem.advice.empty()) text += "\n  " + problem.advice;
  return text;
}

}  // namespace hallmark::core
