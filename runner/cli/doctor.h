// What an endpoint offers and verifies, found out by reading alone: operations that read are asked once each
// with the least valid request, and one of them again with signatures that do not hold. Nothing is made,
// changed or removed; operations of a class of danger and those that belong to hosts of their own are not
// asked.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exchange/executor.h"
#include "plan/cases/case.h"

namespace hallmark::cli {

// One operation that was asked.
struct Probed {
  // other_form: a success that is not of the protocol's form, as from an endpoint that is of something else.
  enum class State { offered, other_form, refused, not_offered, not_sent, no_answer };
  std::string operation;
  State state = State::no_answer;
  int status = 0;   // of the answer, if any
  std::string why;  // the code of a refusal; what says that it is not there; why nothing was sent or came
};

// What was answered to the same request with a signature that does not hold.
struct SignatureAnswer {
  enum class State { accepted, refused, unclear };
  State state = State::unclear;
  std::string answer;  // "success", "403 SignatureDoesNotMatch"
};

struct ServiceExamination {
  std::string service, protocol;
  std::size_t changing = 0;  // operations that change something
  std::size_t left_out = 0;  // reading ones beyond the bound
  std::vector<Probed> asked;
  std::string probe;           // the operation that signatures were tried with; empty: none was accepted
  std::string refused_caller;  // what every signed request was answered with; empty: not every one
  std::map<plan::SignMode, SignatureAnswer> signatures;
  std::map<std::string, std::size_t> media_types;  // of answers with a body, without parameters
  std::string expected_media_type;                 // the protocol's; empty: any
  std::optional<bool> hosts_name_resources;  // "x.localhost" is heard; absent: the service has no such hosts
};

struct Examination {
  std::optional<std::string> lost;           // nothing answers, and why
  std::vector<std::string> said;             // sentences of the first questions
  std::string server;                        // its Server header
  std::optional<std::chrono::seconds> skew;  // of its clock: positive is ahead of this machine's
  bool closes_connections = false;
  std::vector<ServiceExamination> services;
  std::size_t requests = 0;
  // No service could be asked about signatures: none accepted a request.
  [[nodiscard]] bool signatures_unknown() const;
  // Of all services that could be asked: none of these where one accepts what does not hold.
  [[nodiscard]] std::vector<std::string> verifies() const;
};

struct ExamineOptions {
  exchange::ExecutorOptions executor;
  std::size_t most = 25;   // reading operations of one service
  std::size_t enough = 0;  // offered ones after which no more are asked; 0: all are asked
};

// `services`: outlined (plan::outline_service). The target's endpoints are addresses. Throws DocumentError
// for a target that cannot be used, like Executor::add().
[[nodiscard]] Examination examine(const plan::Target& target, const std::vector<plan::ServicePlan>& services,
                                  const ExamineOptions& options);
// For people, in lines. `brief`: of each service only whether it is offered.
[[nodiscard]] std::string to_text(const Examination& examination, const plan::Target& target, bool brief);

}  // namespace hallmark::cli
