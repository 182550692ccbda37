// The kill matrix for people and for programs.
#include <fmt/format.h>

#include "cli/prove.h"
#include "contract/promise_id.h"
#include "core/text.h"

namespace hallmark::cli {
namespace {

// "input.Name length.max" of "voice-id.UpdateDomain input.Name length.max".
std::string clause_of(const std::string& promise, const std::string& id) {
  return contract::operation_of_promise(promise) == id ? std::string(contract::clause_of_promise(promise))
                                                       : promise;
}

std::string short_case(const std::string& case_id, const std::string& id) {
  return case_id.starts_with(id + "/") ? case_id.substr(id.size() + 1) : case_id;
}

std::string finding_text(const MutantResult& result, const std::string& id) {
  if (!result.first) return "";
  const verdict::Finding& finding = *result.first;
  std::string text = finding.rule;
  if (!finding.pointer.empty()) text += " at " + finding.pointer;
  return fmt::format("{} in {}", text, short_case(result.first_case, id));
}

void write_rows(const ServiceMatrix& service, Fate fate, core::Sink& sink) {
  for (const MutantResult& result : service.mutants) {
    if (result.fate != fate) continue;
    const std::string id = fmt::format("{}.{}", service.service, result.mutant.operation);
    const std::string name = result.mutant.name.substr(0, result.mutant.name.rfind(','));
    std::string line = fmt::format("  {:<16} {}\n{:19}breaks   {}\n", to_string(fate), name, "",
                                   clause_of(result.mutant.promise, id));
    if (!result.killed_by.empty()) {
      line += fmt::format("{:19}{} case{}, {} by this promise; first {}\n", "", result.killed_by.size(),
                          result.killed_by.size() == 1 ? "" : "s", result.rightly.size(),
                          finding_text(result, id));
    }
    if (result.rounds > 1) {
      line += fmt::format("{:19}{} runs of the cases, {} requests\n", "", result.rounds, result.requests);
    }
    if (fate == Fate::killed_otherwise) {
      std::vector<std::string> others;
      for (const std::string& promise : result.other_promises) {
        if (others.size() == 4) break;
        others.push_back(clause_of(promise, id));
      }
      line += fmt::format("{:19}findings name {}{}\n", "", core::join(others, "; "),
                          result.other_promises.size() > others.size() ? "; …" : "");
    }
    if (fate == Fate::survived) {
      line += fmt::format("{:19}{}; {} cases judged, {} in error{}\n", "", result.mutant.text, result.judged,
                          result.errors, result.first_error.empty() ? "" : ": " + result.first_error);
    }
    if (fate == Fate::equivalent) line += fmt::format("{:19}because  {}\n", "", result.why);
    sink.write(core::printable(line, true));
  }
}

}  // namespace

std::string summary_line(const MatrixCounts& counts) {
  return fmt::format("{} mutant{}, {} killed, {} by the right promise, {} survived, {} equivalent",
                     counts.mutants, counts.mutants == 1 ? "" : "s", counts.killed, counts.rightly,
                     counts.survived, counts.equivalent);
}

void write_text(const Matrix& matrix, core::Sink& sink, bool verbose) {
  for (const ServiceMatrix& service : matrix.services) {
    sink.write(fmt::format("{}\n  without mutants    {} cases, {} skipped, {} not conforming\n",
                           service.service, service.cases, service.skipped, service.not_conforming.size()));
    for (const CaseWord& word : service.not_conforming) {
      const std::string why =
          word.verdict.findings.empty() ? word.verdict.reason : word.verdict.findings.front().rule;
      sink.write(fmt::format("{:19}{} {}: {}\n", "", word.case_id, verdict::to_string(word.verdict.status),
                             core::printable(why)));
    }
    if (verbose) write_rows(service, Fate::killed, sink);
    write_rows(service, Fate::equivalent, sink);
    write_rows(service, Fate::killed_otherwise, sink);
    write_rows(service, Fate::survived, sink);
    if (matrix.services.size() > 1) sink.write(fmt::format("  {}\n\n", summary_line(matrix.counts(service))));
  }
  if (const std::size_t told = matrix.counts().told; told > 0) {
    sink.write(
        fmt::format("{} mutant{} said to be equivalent, but killed\n", told, told == 1 ? " is" : "s are"));
  }
  if (matrix.interrupted) sink.write("interrupted\n");
  sink.write(summary_line(matrix.counts()) + "\n");
}

Json to_json(const Matrix& matrix) {
  const auto counts = [](const MatrixCounts& of) {
    return Json{{"mutants", of.mutants},
                {"killed", of.killed},
                {"by_the_right_promise", of.rightly},
                {"survived", of.survived},
                {"equivalent", of.equivalent}};
  };
  Json services = Json::array();
  for (const ServiceMatrix& service : matrix.services) {
    Json unsound = Json::array();
    for (const CaseWord& word : service.not_conforming) {
      unsound.push_back({{"case", word.case_id}, {"status", verdict::to_string(word.verdict.status)}});
    }
    Json mutants = Json::array();
    for (const MutantResult& result : service.mutants) {
      Json row = {{"mutant", result.mutant.name},
                  {"operation", result.mutant.operation},
                  {"stage", endpoint::to_string(result.mutant.stage)},
                  {"text", result.mutant.text},
                  {"promise", result.mutant.promise},
                  {"fate", to_string(result.fate)},
                  {"judged", result.judged},
                  {"errors", result.errors},
                  {"killed_by", result.killed_by},
                  {"by_the_right_promise", result.rightly}};
      if (result.rounds > 1) row["rounds"] = result.rounds;
      if (result.rounds > 1) row["requests"] = result.requests;
      if (!result.why.empty()) row["why"] = result.why;
      if (!result.other_promises.empty()) row["other_promises"] = result.other_promises;
      if (!result.first_error.empty()) row["first_error"] = result.first_error;
      if (result.first) {
        row["first"] = {{"case", result.first_case},          {"rule", result.first->rule},
                        {"pointer", result.first->pointer},   {"promise", result.first->promise},
                        {"expected", result.first->expected}, {"actual", result.first->actual}};
      }
      mutants.push_back(std::move(row));
    }
    services.push_back(
        {{"service", service.service},
         {"without_mutants",
          {{"cases", service.cases}, {"skipped", service.skipped}, {"not_conforming", unsound}}},
         {"counts", counts(matrix.counts(service))},
         {"mutants", std::move(mutants)}});
  }
  return {{"counts", counts(matrix.counts())},
          {"interrupted", matrix.interrupted},
          {"exit_code", matrix.exit_code()},
          {"services", std::move(services)}};
}

}  // namespace hallmark::cli
