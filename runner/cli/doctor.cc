#include "cli/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/interface.h"
#include "contract/protocols.h"
#include "core/clock.h"
#include "core/text.h"
#include "exchange/address.h"
#include "names/dangers.h"
#include "names/knowledge.h"
#include "plan/plan.h"
#include "plan/values/values.h"
#include "wire/protocol.h"

namespace hallmark::cli {
namespace {

using names::ErrorClass;
using plan::SignMode;

constexpr std::size_t text_width = 110;

// A signature for a service that nobody has makes routers of many services look for it; what it would tell is
// in no profile.
constexpr SignMode tried[] = {SignMode::none, SignMode::corrupt, SignMode::unknown_key, SignMode::expired};

std::string_view words_of(SignMode mode) {
  switch (mode) {
    case SignMode::none:
      return "no signature";
    case SignMode::corrupt:
      return "a signature that does not hold";
    case SignMode::unknown_key:
      return "an access key that nobody has";
    case SignMode::expired:
      return "a signature of two hours ago";
    default:
      return "a signature";
  }
}

// Reads, by its method and its name, and risks nothing.
bool only_reads(const contract::Model& model, const contract::Operation& operation) {
  const auto& words = names::Knowledge::standard();
  if (names::Dangers::standard().of(model.slug, operation.name()) != nullptr) return false;
  if (!words.own_host(model.slug, operation.name()).empty()) return false;
  const auto binding = contract::http_binding(operation);
  if (binding && binding->method != "GET" && binding->method != "HEAD" && binding->method != "POST")
    return false;
  const names::Kind kind = words.kind_of(operation.name());
  return kind == names::Kind::read || kind == names::Kind::list ||
         operation.traits.has(contract::trait::readonly);
}

std::size_t required_members(const contract::Model& model, const contract::Operation& operation) {
  const contract::Shape* input = model.shape(operation.input);
  if (input == nullptr) return 0;
  return static_cast<std::size_t>(
      std::count_if(input->members.begin(), input->members.end(),
                    [](const auto& member) { return contract::is_required(member); }));
}

class Doctor {
 public:
  Doctor(const plan::Target& target, const std::vector<plan::ServicePlan>& services,
         const ExamineOptions& options)
      : services_(services), options_(options), executor_(target, options.executor) {
    for (const plan::ServicePlan& service : services_) executor_.add(service);
  }

  Examination examine() {
    result_.said = executor_.preflight(std::chrono::milliseconds{0});
    worker_ = executor_.make_worker();
    for (const plan::ServicePlan& service : services_) {
      if (std::string why = executor_.given_up(service.model->slug); !why.empty()) {
        const std::string begins = "the endpoint has answered no request so far: ";
        result_.lost = why.starts_with(begins) ? why.substr(begins.size()) : why;
        return std::move(result_);
      }
      result_.services.push_back(examine(service));
    }
    result_.requests = executor_.requests();
    return std::move(result_);
  }

 private:
  ServiceExamination examine(const plan::ServicePlan& plan) {
    const contract::Model& model = *plan.model;
    ServiceExamination found{.service = model.slug};
    const wire::Protocol* protocol = exchange::protocol_of(plan);
    if (protocol == nullptr) return found;
    found.protocol = protocol->name();
    found.expected_media_type = contract::protocol_facts(protocol->id()).answer_type;
    std::vector<const contract::Operation*> reading;
    for (const contract::Operation* operation : model.all_operations()) {
      if (only_reads(model, *operation)) {
        reading.push_back(operation);
      } else {
        ++found.changing;
      }
    }
    // What needs nothing tells most.
    std::stable_sort(reading.begin(), reading.end(), [&](const auto* one, const auto* other) {
      return required_members(model, *one) < required_members(model, *other);
    });
    if (reading.size() > options_.most) {
      found.left_out = reading.size() - options_.most;
      reading.resize(options_.most);
    }
    const contract::Operation* probe = nullptr;
    bool refuses_caller = !reading.empty();
    std::size_t offered = 0;
    for (const contract::Operation* operation : reading) {
      if (options_.enough != 0 && offered >= options_.enough) break;
      found.asked.push_back(ask(plan, *protocol, *operation, found));
      const Probed& asked = found.asked.back();
      if (asked.state == Probed::State::offered && ++offered == 1) probe = operation;
      const auto kind = names::Knowledge::standard().class_of(asked.why);
      const bool refused = asked.state == Probed::State::refused &&
                           (kind == ErrorClass::unauthenticated || kind == ErrorClass::denied ||
                            asked.status == 401 || asked.status == 403);
      if (refused) found.refused_caller = asked.why;
      refuses_caller = refuses_caller && (refused || asked.state == Probed::State::not_sent);
    }
    if (!refuses_caller) found.refused_caller.clear();
    if (probe != nullptr) try_signatures(plan, *protocol, *probe, found);
    return found;
  }

  plan::Case case_of(const plan::ServicePlan& plan, const contract::Operation& operation, std::string name) {
    plan::Case test;
    test.service = plan.model->slug;
    test.operation = operation.name();
    test.group = plan::Group::success();
    test.name = std::move(name);
    test.id = test.service + "." + test.operation + "/doctor/" + test.name;
    test.expect.push_back({});
    return test;
  }

  // The send of a case, made once; null where nothing was sent.
  const exchange::Exchange* sent(const exchange::CaseRun& run) {
    const exchange::Exchange* last = nullptr;
    for (const exchange::Exchange& each : run.exchanges) {
      if (each.role == exchange::Role::send) last = &each;
    }
    if (last != nullptr && last->http.response) look_at(*last->http.response);
    return last;
  }

  void look_at(const wire::Response& response) {
    if (const std::string* server = response.headers.find("server"); server && result_.server.empty())
      result_.server = core::printable(core::shorten(*server, 80));
    if (const std::string* connection = response.headers.find("connection");
        connection && core::equal_ignoring_case(*connection, "close"))
      result_.closes_connections = true;
    const std::string* date = response.headers.find("date");
    if (date == nullptr || result_.skew) return;
    if (const auto theirs = core::parse_time(*date, core::TimestampFormat::http_date)) {
      result_.skew = std::chrono::duration_cast<std::chrono::seconds>(*theirs - core::system_clock().now());
    }
  }

  Probed ask(const plan::ServicePlan& plan, const wire::Protocol& protocol,
             const contract::Operation& operation, ServiceExamination& found) {
    Probed asked{.operation = std::string(operation.name())};
    plan::Case test = case_of(plan, operation, "asked");
    const plan::Values values(*plan.model, std::string(protocol.id()), &operation, plan.suite.values);
    if (const contract::Shape* input = plan.model->shape(operation.input)) {
      const plan::Made made = values.structure(*input, test.id);
      if (!made.value) {
        asked.state = Probed::State::not_sent;
        asked.why = made.problem;
        return asked;
      }
      test.send = *made.value;
    }
    const exchange::CaseRun run = executor_.run(test, *worker_);
    const exchange::Exchange* last = sent(run);
    if (!run.not_offered.empty()) {
      asked.state = Probed::State::not_offered;
      asked.why = run.not_offered;
    } else if (!run.skipped.empty() || !run.blocked.empty()) {
      asked.state = Probed::State::not_sent;
      asked.why = run.skipped.empty() ? run.blocked.text : run.skipped.text;
    } else if (last == nullptr || !last->http.response) {
      asked.why = last == nullptr ? "nothing was sent" : std::string(to_string(last->http.fault));
    } else {
      const wire::Response& response = *last->http.response;
      asked.status = response.status;
      if (!response.body.empty()) {
        const std::string* type = response.headers.find("content-type");
        ++found.media_types[type ? wire::media_type_of(*type) : std::string("no media type")];
      }
      const bool success = protocol.is_success(operation, response);
      asked.state = !success ? Probed::State::refused : Probed::State::offered;
      if (success && is_of_another_form(plan, protocol, operation, response, options_.executor.body_limits))
        asked.state = Probed::State::other_form;
      if (!success) asked.why = answer_of(plan, protocol, operation, response, options_.executor.body_limits);
    }
    return asked;
  }

  // What answers everything with success answers nothing.
  static bool is_of_another_form(const plan::ServicePlan& plan, const wire::Protocol& protocol,
                                 const contract::Operation& operation, const wire::Response& response,
                                 const wire::BodyLimits& limits) {
    using wire::DiagnosticKind;
    const wire::Decoded decoded = protocol.decode_response(*plan.model, operation, response, limits);
    return std::any_of(
        decoded.diagnostics.begin(), decoded.diagnostics.end(), [](const wire::Diagnostic& each) {
          return each.kind == DiagnosticKind::malformed_body || each.kind == DiagnosticKind::empty_body;
        });
  }

  static std::string answer_of(const plan::ServicePlan& plan, const wire::Protocol& protocol,
                               const contract::Operation& operation, const wire::Response& response,
                               const wire::BodyLimits& limits) {
    const std::string code = protocol.decode_error(*plan.model, operation, response, limits).code;
    return code.empty() ? fmt::format("status {}", response.status)
                        : core::printable(core::shorten(code, 80));
  }

  void try_signatures(const plan::ServicePlan& plan, const wire::Protocol& protocol,
                      const contract::Operation& operation, ServiceExamination& found) {
    found.probe = operation.name();
    plan::Case test = case_of(plan, operation, "signature");
    const plan::Values values(*plan.model, std::string(protocol.id()), &operation, plan.suite.values);
    if (const contract::Shape* input = plan.model->shape(operation.input))
      test.send = values.structure(*input, test.id).value.value_or(Json::object());
    for (const SignMode mode : tried) {
      test.wire = {};
      test.wire.sign = mode;
      const exchange::CaseRun run = executor_.run(test, *worker_);
      const exchange::Exchange* last = sent(run);
      SignatureAnswer& answer = found.signatures[mode];
      if (last == nullptr || !last->http.response) {
        answer.answer = "no answer";
        continue;
      }
      const wire::Response& response = *last->http.response;
      if (protocol.is_success(operation, response)) {
        answer = {.state = SignatureAnswer::State::accepted, .answer = "success"};
        continue;
      }
      const std::string code = answer_of(plan, protocol, operation, response, options_.executor.body_limits);
      const auto kind = names::Knowledge::standard().class_of(code);
      const bool of_caller = kind == ErrorClass::unauthenticated || kind == ErrorClass::denied ||
                             response.status == 401 || response.status == 403;
      answer.state = of_caller ? SignatureAnswer::State::refused : SignatureAnswer::State::unclear;
      answer.answer = code.starts_with("status ") ? code : fmt::format("{} {}", response.status, code);
    }
    test.wire = {};
    ask_by_host(plan, protocol, operation, test, found);
  }

  // Where resources may be named in the host: the same request to a host that names none that there is.
  void ask_by_host(const plan::ServicePlan& plan, const wire::Protocol& protocol,
                   const contract::Operation& operation, plan::Case test, ServiceExamination& found) {
    const std::string prefix = exchange::endpoint_prefix(*plan.model);
    const auto binding = contract::http_binding(operation);
    if (!names::Knowledge::standard().has_resource_hosts(prefix) || !binding || binding->uri != "/") return;
    const std::string url = executor_.endpoints()[plan.model->slug];
    const auto address = exchange::parse_address(url);
    if (!address) return;
    const std::string own = exchange::host_header(*address);
    const std::string port = own.find(':') == std::string::npos ? "" : own.substr(own.rfind(':'));
    found.hosts_name_resources = false;
    for (const std::string& host :
         {"hallmark-nobody.localhost" + port, "hallmark-nobody." + prefix + ".localhost" + port,
          "hallmark-nobody." + prefix + ".amazonaws.com", "hallmark-nobody." + own}) {
      test.wire.headers = {{"Host", host}};
      const exchange::CaseRun run = executor_.run(test, *worker_);
      const exchange::Exchange* last = sent(run);
      if (last == nullptr || !last->http.response || protocol.is_success(operation, *last->http.response))
        continue;
      const std::string code =
          answer_of(plan, protocol, operation, *last->http.response, options_.executor.body_limits);
      if (names::Knowledge::standard().class_of(code) == ErrorClass::not_found)
        found.hosts_name_resources = true;
    }
  }

  const std::vector<plan::ServicePlan>& services_;
  const ExamineOptions& options_;
  exchange::Executor executor_;
  std::shared_ptr<exchange::Executor::Worker> worker_;
  Examination result_;
};

// Whether every service that was asked refuses this; false where none could be.
bool all_refuse(const std::vector<ServiceExamination>& services, SignMode mode) {
  bool any = false;
  for (const ServiceExamination& service : services) {
    const auto found = service.signatures.find(mode);
    if (found == service.signatures.end()) continue;
    if (found->second.state != SignatureAnswer::State::refused) return false;
    any = true;
  }
  return any;
}

// Operations in a state, those with the same reason together: "NoSuchBucket: GetBucketAcl, GetBucketCors".
std::string states(const ServiceExamination& service, Probed::State state) {
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (const Probed& asked : service.asked) {
    if (asked.state != state) continue;
    std::string why = core::printable(asked.why);
    const std::string begins = asked.operation + " answered ";
    if (why.starts_with(begins)) why.erase(0, begins.size());
    const auto found =
        std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.first == why; });
    if (found == groups.end()) {
      groups.push_back({why, {asked.operation}});
    } else {
      found->second.push_back(asked.operation);
    }
  }
  std::vector<std::string> rows;
  for (const auto& [why, operations] : groups)
    rows.push_back((why.empty() ? "" : why + ": ") + core::join(operations, ", "));
  return core::join(rows, "; ");
}

std::string text_of(const ServiceExamination& service) {
  if (service.protocol.empty())
    return fmt::format("\n{}: its contract names no protocol that Hallmark speaks\n", service.service);
  std::string text = fmt::format("\n{} ({})\n", service.service, service.protocol);
  const auto line = [&](std::string_view what, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {:<12} {}\n", what, wrapped(value, 15, text_width));
  };
  line("offered", states(service, Probed::State::offered));
  line("other form", states(service, Probed::State::other_form));
  line("refused", states(service, Probed::State::refused));
  line("not offered", states(service, Probed::State::not_offered));
  line("not sent", states(service, Probed::State::not_sent));
  line("no answer", states(service, Probed::State::no_answer));
  line("not asked",
       service.changing == 0 && service.left_out == 0
           ? ""
           : fmt::format(
                 "{} operations that may change something{}", service.changing,
                 service.left_out == 0 ? "" : fmt::format(", {} more that read (--most)", service.left_out)));
  std::vector<std::string> types;
  for (const auto& [type, count] : service.media_types)
    types.push_back(
        type == service.expected_media_type || service.expected_media_type.empty()
            ? fmt::format("{}: {}", type, count)
            : fmt::format("{}: {}, where the protocol has {}", type, count, service.expected_media_type));
  line("media types", core::join(types, "; "));
  if (!service.probe.empty()) {
    for (const SignMode mode : tried) {
      const SignatureAnswer& answer = service.signatures.at(mode);
      const bool accepted = answer.state == SignatureAnswer::State::accepted;
      line(mode == tried[0] ? "signatures" : "",
           fmt::format("{}: {}", words_of(mode), accepted ? "accepted" : answer.answer));
    }
  } else if (!service.refused_caller.empty()) {
    line("signatures",
         fmt::format("every signed request was answered {}: the credentials are not known there",
                     service.refused_caller));
  } else {
    line("signatures", "could not be asked: no request was accepted");
  }
  if (service.hosts_name_resources)
    line("hosts", *service.hosts_name_resources ? "names of resources in the host are heard, and in the path"
                                                : "names of resources are heard in the path alone");
  return text;
}

// One line a kind of services, and of signatures one a kind that not all refuse.
std::string brief_text(const std::vector<ServiceExamination>& services) {
  std::map<std::string, std::vector<std::string>> kinds, refusals;  // refusals: by what was answered
  for (const ServiceExamination& service : services) {
    const auto first = [&](Probed::State state) {
      return std::find_if(service.asked.begin(), service.asked.end(),
                          [&](const Probed& asked) { return asked.state == state; });
    };
    const auto is = [&](Probed::State state) { return first(state) != service.asked.end(); };
    const char* kind = is(Probed::State::offered)       ? "offered"
                       : is(Probed::State::refused)     ? "refused"
                       : is(Probed::State::other_form)  ? "other form"
                       : is(Probed::State::not_offered) ? "not offered"
                       : is(Probed::State::no_answer)   ? "no answer"
                                                        : "not asked";
    kinds[kind].push_back(service.service);
    if (is(Probed::State::refused) && !is(Probed::State::offered))
      refusals[first(Probed::State::refused)->why].push_back(service.service);
  }
  kinds["refused"].clear();
  for (const auto& [why, names] : refusals) kinds["refused"].push_back(why + ": " + core::join(names, ", "));
  std::string text = "\nof the services, asked for reading operations until one is there\n";
  for (const char* kind : {"offered", "refused", "other form", "not offered", "no answer", "not asked"}) {
    const char* between = std::string_view(kind) == "refused" ? "; " : ", ";
    if (!kinds[kind].empty())
      text += fmt::format("  {:<12} {}\n", kind, wrapped(core::join(kinds[kind], between), 15, text_width));
  }
  for (const SignMode mode : tried) {
    std::vector<std::string> accepting;
    std::size_t of = 0;
    for (const ServiceExamination& service : services) {
      const auto found = service.signatures.find(mode);
      if (found == service.signatures.end()) continue;
      ++of;
      if (found->second.state == SignatureAnswer::State::accepted) accepting.push_back(service.service);
    }
    if (of == 0) continue;
    text += fmt::format(
        "  {:<12} {}\n", mode == tried[0] ? "signatures" : "",
        wrapped(fmt::format("{}: {}", words_of(mode),
                            accepting.empty()        ? std::string("refused")
                            : accepting.size() == of ? std::string("accepted")
                                                     : "accepted by " + core::join(accepting, ", ")),
                15, text_width));
  }
  return text;
}

}  // namespace

bool Examination::signatures_unknown() const {
  return std::all_of(services.begin(), services.end(),
                     [](const ServiceExamination& service) { return service.probe.empty(); });
}

std::vector<std::string> Examination::verifies() const {
  std::vector<std::string> found;
  if (all_refuse(services, SignMode::corrupt) && all_refuse(services, SignMode::none)) {
    found.emplace_back("signature");
    if (all_refuse(services, SignMode::expired)) found.emplace_back("expiry");
  }
  return found;
}

Examination examine(const plan::Target& target, const std::vector<plan::ServicePlan>& services,
                    const ExamineOptions& options) {
  return Doctor(target, services, options).examine();
}

std::string to_text(const Examination& examination, const plan::Target& target, bool brief) {
  const std::string url = target.endpoints.begin()->second;
  if (examination.lost) return fmt::format("{}: {}\n", url, core::printable(*examination.lost));
  std::string text =
      fmt::format("{} answers{}\n", url,
                  examination.server.empty() ? "" : fmt::format("; it calls itself {}", examination.server));
  for (const std::string& said : examination.said) text += "  " + core::printable(said) + "\n";
  if (!examination.skew) {
    text += "  clock        its answers have no Date\n";
  } else if (const auto off = std::abs(examination.skew->count()); off <= 2) {
    text += "  clock        agrees with this machine's\n";
  } else {
    text += fmt::format("  clock        {} s {} this machine's{}\n", off,
                        *examination.skew > std::chrono::seconds{0} ? "ahead of" : "behind",
                        off > 300 ? "; services refuse signatures that are more than 300 s off" : "");
  }
  if (examination.closes_connections) text += "  connections  are closed behind an answer\n";
  if (brief) text += brief_text(examination.services);
  for (const ServiceExamination& service : examination.services) text += brief ? "" : text_of(service);
  const std::vector<std::string> verified = examination.verifies();
  if (examination.signatures_unknown()) {
    return text + fmt::format(
                      "\nSignatures could not be asked: no request was accepted. Where it knows other "
                      "credentials, set "
                      "AWS_ACCESS_KEY_ID and\nAWS_SECRET_ACCESS_KEY, and name a service that it has.\n"
                      "{} requests, nothing was made\n",
                      examination.requests);
  }
  text += fmt::format(
      "\nIt verifies {}. Whether it verifies permissions shows only with an identity that has none.\n",
      verified.empty() ? "no signatures" : core::join(verified, " and "));
  return text + fmt::format("{} requests, nothing was made\n", examination.requests);
}

}  // namespace hallmark::cli
