#include "run/recorded.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "run/recorded_parsed.h"
#include "run/recorded_secrets.h"
#include "run/tally.h"
#include "run/touched.h"

namespace hallmark::run {
namespace {

// Judges that are kept ready; beyond it the one that was not used for longest goes.
constexpr std::size_t max_judges = 512;
// Reasons that are counted one by one.
constexpr std::size_t max_reasons = 500;

// The judge of each contract and protocol that was needed lately.
class JudgeCache {
 public:
  JudgeCache(Contracts& contracts, const verdict::JudgeOptions& options)
      : contracts_(contracts), options_(options) {}

  const verdict::Judge& of(const Recognised& recognised) {
    const auto fits = [&](const Kept& kept) {
      return kept.model == recognised.model && kept.protocol == recognised.protocol;
    };
    auto found = std::find_if(kept_.begin(), kept_.end(), fits);
    if (found == kept_.end()) {
      if (kept_.size() >= max_judges) kept_.pop_back();
      kept_.insert(kept_.begin(), Kept{.model = recognised.model,
                                       .protocol = recognised.protocol,
                                       .judge = std::make_unique<verdict::Judge>(
                                           recognised.model, contracts_.suite_of(*recognised.model),
                                           *recognised.protocol, options_)});
    } else {
      std::rotate(kept_.begin(), found, found + 1);
    }
    return *kept_.front().judge;
  }

 private:
  struct Kept {
    std::shared_ptr<const contract::Model> model;
    const wire::Protocol* protocol = nullptr;
    std::unique_ptr<verdict::Judge> judge;
  };
  Contracts& contracts_;
  verdict::JudgeOptions options_;
  std::vector<Kept> kept_;
};

verdict::JudgeOptions judge_options(const RunOptions& options) {
  return {.strict = options.strict, .limits = options.body_limits};
}

struct PlannedCase {
  std::size_t service = 0;
  const plan::Case* test = nullptr;
};

verdict::Verdict settled(verdict::Status status, std::string reason) {
  verdict::Verdict verdict;
  verdict.status = status;
  verdict.reason = std::move(reason);
  verdict.reason_kind = exchange::Reason::Kind::recording;
  return verdict;
}

class Loop {
 public:
  Loop(const RecordedInput& input, const std::vector<plan::ServicePlan>& services, Tally& tally,
       const RunOptions& options)
      : touched(options.body_limits),
        input_(input),
        services_(services),
        tally_(tally),
        options_(options),
        judges_(services, judge_options(options)),
        cache_(*input.contracts, judge_options(options)) {
    for (std::size_t service = 0; service < services.size(); ++service) {
      for (const plan::Case& test : services[service].cases)
        planned_[test.id] = {.service = service, .test = &test};
    }
  }

  void judge(const RecordedPlace& place, RecordedItem item) {
    if (!item.problem.empty()) {
      unreadable(place, item);
    } else if (item.kind == RecordedKind::own) {
      own_case(place, std::move(item));
    } else {
      exchange(place, std::move(item));
    }
  }

  RecordedSummary summary;
  TouchedCount touched;

 private:
  void unreadable(const RecordedPlace& place, const RecordedItem& item) {
    ++summary.problems;
    if (input_.on_problem) {
      input_.on_problem({.file = place.file,
                         .line = place.line,
                         .pointer = {},
                         .rule = "recorded.broken",
                         .message = item.problem,
                         .advice = {}});
    }
    plan::Case test = case_of(place, std::string(unreadable_service), "recording");
    finish(test, nullptr, {}, settled(verdict::Status::error, item.problem));
  }

  void own_case(const RecordedPlace& place, RecordedItem item) {
    const auto found = planned_.find(item.case_id);
    if (found == planned_.end()) {
      plan::Case test = case_of(place, item.case_id.substr(0, item.case_id.find('.')), "recorded");
      test.id = item.case_id;
      test.name = item.case_id;
      finish(test, nullptr, std::move(item.run),
             settled(verdict::Status::skipped, reason("the plan has no such case any more")));
      return;
    }
    verdict::Verdict verdict = judges_.judge(found->second.service, *found->second.test, item.run);
    count(RecordedKind::own, verdict);
    finish(*found->second.test, services_[found->second.service].model.get(), std::move(item.run),
           std::move(verdict));
  }

  void exchange(const RecordedPlace& place, RecordedItem item) {
    Recognised recognised;
    std::string skip = item.skipped;
    try {
      const RecordedRequest request{.request = item.http.request, .host = item.host};
      recognised = recognise(item.has_request ? &request : nullptr, item.named, *input_.contracts,
                             item.http.response ? &*item.http.response : nullptr, input_.service);
      if (skip.empty()) skip = recognised.problem;
    } catch (const core::DocumentError& error) {
      skip = "its contract cannot be read: " + error.problem().message;
    }
    const bool known = recognised.operation != nullptr;
    plan::Case test = case_of(place, known ? recognised.model->slug : "unrecognised",
                              known ? std::string(recognised.operation->name()) : "exchange");
    test.title = known ? "recognised by " + recognised.how : outline(item);
    if (known) {
      ++summary.recognised_by[recognised.how];
      if (item.kind != RecordedKind::parsed)
        touched.add(recognised.model, *recognised.operation, *recognised.protocol, item.http,
                    item.has_request);
    }
    exchange::Exchange one{.operation = test.operation, .http = std::move(item.http)};
    verdict::Verdict verdict;
    if (!skip.empty() || !known) {
      verdict = settled(verdict::Status::skipped, reason(skip));
      static const contract::Model nothing;
      redact_recorded(nothing, nullptr, nullptr, one.http, verdict);
    } else if (item.kind == RecordedKind::parsed) {
      verdict = judge_parsed(item, recognised);
    } else {
      verdict = judge_http(item, recognised, one);
    }
    exchange::CaseRun run;
    run.duration = one.http.duration;
    run.exchanges.push_back(std::move(one));
    finish(test, recognised.model.get(), std::move(run), std::move(verdict));
  }

  verdict::Verdict judge_http(const RecordedItem& item, const Recognised& recognised,
                              exchange::Exchange& one) {
    verdict::Verdict verdict =
        cache_.of(recognised).judge_exchange(*recognised.operation, one.http, item.parts);
    count(item.kind, verdict);
    if (!item.parts.headers) ++summary.without_headers;
    const contract::Shape* shape = nullptr;
    Json members;
    if (const auto& response = one.http.response) {
      if (recognised.protocol->is_success(*recognised.operation, *response)) {
        shape = recognised.model->shape(recognised.operation->output);
        if (shape)
          members =
              recognised.protocol
                  ->decode_response(*recognised.model, *recognised.operation, *response, options_.body_limits)
                  .members;
      }
    }
    redact_recorded(*recognised.model, shape, shape ? &members : nullptr, one.http, verdict);
    return verdict;
  }

  verdict::Verdict judge_parsed(const RecordedItem& item, const Recognised& recognised) {
    const contract::Model& model = *recognised.model;
    const contract::Shape* shape =
        item.error_code.empty() ? model.shape(recognised.operation->output) : nullptr;
    Json output = item.output;
    if (output.is_object()) output.erase("ResponseMetadata");
    if (!item.error_code.empty()) {
      for (const contract::Shape* error : contract::listed_errors(model, *recognised.operation)) {
        if (contract::error_info(model, *error, recognised.protocol->id()).code == item.error_code)
          shape = error;
      }
      if (output.is_object()) output.erase("Error");
    }
    ParsedMembers members = members_of_parsed(model, shape, output);
    // An SDK hands on an error's own members only since some release; older ones are not missing them.
    if (!item.error_code.empty() && (!members.decoded.members.is_object() || members.decoded.members.empty()))
      shape = nullptr;
    if (!item.error_code.empty()) members.decoded.diagnostics.clear();
    verdict::ParsedAnswer answer{.decoded = members.decoded,
                                 .error_code = item.error_code,
                                 .error_message = item.error_message,
                                 .status = item.status,
                                 .replaced = std::move(members.replaced)};
    verdict::Verdict verdict = cache_.of(recognised).judge_parsed(*recognised.operation, answer);
    count(RecordedKind::parsed, verdict);
    exchange::HttpExchange nothing;
    redact_recorded(model, shape, &members.decoded.members, nothing, verdict);
    return verdict;
  }

  static std::string outline(const RecordedItem& item) {
    if (!item.has_request) return {};
    return fmt::format("{} {}", core::shorten(item.http.request.method, 20), core::shorten(item.host, 200));
  }

  static plan::Case case_of(const RecordedPlace& place, const std::string& service,
                            const std::string& operation) {
    plan::Case test;
    test.service = service;
    test.operation = operation;
    test.group.kind = plan::Group::Kind::recorded;
    test.name = fmt::format("{}:{}", place.file.empty() ? "exchange" : place.file, place.line);
    test.id = fmt::format("{}.{}/recorded/{}", service, operation, test.name);
    test.file = place.file;
    test.line = place.file.empty() ? 0 : place.line;
    return test;
  }

  void count(RecordedKind kind, const verdict::Verdict& verdict) {
    using verdict::Status;
    if (verdict.status == Status::conforms || verdict.status == Status::deviates) ++summary.judged[kind];
  }

  std::string reason(std::string text) {
    if (reasons_.contains(text)) return text;
    if (reasons_.size() >= max_reasons) return "another reason";
    reasons_.insert(text);
    return text;
  }

  void finish(const plan::Case& test, const contract::Model* model, exchange::CaseRun run,
              verdict::Verdict verdict) {
    CaseResult result;
    result.test = &test;
    result.model = model;
    result.run = std::move(run);
    result.verdict = std::move(verdict);
    tally_.finish_case(std::move(result));
  }

  const RecordedInput& input_;
  const std::vector<plan::ServicePlan>& services_;
  Tally& tally_;
  const RunOptions& options_;
  Judges judges_;
  JudgeCache cache_;
  std::map<std::string, PlannedCase, std::less<>> planned_;
  std::set<std::string> reasons_;
};

}  // namespace

struct RecordedJudge::State {
  std::vector<plan::ServicePlan> services;
  const std::vector<Listener*>& listeners;
  Tally tally;
  Loop loop;

  State(const RecordedInput& input, std::vector<plan::ServicePlan> given, RunInfo info,
        const std::vector<Listener*>& heard_by, const RunOptions& options)
      : services(std::move(given)),
        listeners(heard_by),
        tally(services, options, std::move(info), listeners),
        loop(input, services, tally, options) {}
};

RecordedJudge::RecordedJudge(const RecordedInput& input, std::vector<plan::ServicePlan> services,
                             RunInfo info, const std::vector<Listener*>& listeners, const RunOptions& options)
    : state_(std::make_unique<State>(input, std::move(services), std::move(info), listeners, options)) {
  state_->tally.start();
}

RecordedJudge::~RecordedJudge() = default;

void RecordedJudge::judge(const RecordedPlace& place, RecordedItem item) {
  state_->loop.judge(place, std::move(item));
}

RecordedSummary RecordedJudge::finish(bool interrupted, std::chrono::microseconds duration) {
  RecordedSummary& summary = state_->loop.summary;
  state_->tally.touched(state_->loop.touched.take());
  summary.run = state_->tally.finish({}, 0, interrupted, duration);
  return std::move(summary);
}

RecordedSummary judge_recorded(const RecordedInput& input, const std::vector<Listener*>& listeners,
                               const RunOptions& options) {
  const core::Clock& clock = options.clock ? *options.clock : core::system_clock();
  const std::chrono::microseconds begun = clock.monotonic();
  RunInfo info;
  info.target = "recordings";
  info.started = clock.now();
  std::set<std::string> case_ids;
  std::string target;
  for (const std::filesystem::path& path : input.files) {
    RecordedFile file(path);
    if (!file.is_own()) continue;
    if (target.empty()) target = file.target();
    info.target = input.files.size() == 1 ? file.target() : info.target;
    info.region = input.files.size() == 1 ? file.region() : info.region;
    while (const std::optional<RecordedItem> item = file.next()) {
      if (item->problem.empty() && item->kind == RecordedKind::own) case_ids.insert(item->case_id);
    }
  }
  std::vector<plan::ServicePlan> services;
  if (!case_ids.empty() && input.plan) services = input.plan(case_ids, target);
  const auto interrupted = [&] {
    return options.interrupted && options.interrupted->load(std::memory_order_relaxed);
  };
  RecordedJudge judge(input, std::move(services), std::move(info), listeners, options);
  for (const std::filesystem::path& path : input.files) {
    RecordedFile file(path);
    while (!interrupted()) {
      std::optional<RecordedItem> item = file.next();
      if (!item) break;
      const std::size_t line = item->line;
      judge.judge({.file = file.path(), .line = line}, std::move(*item));
    }
  }
  return judge.finish(interrupted(), clock.monotonic() - begun);
}

const std::vector<std::string>& checks_not_made(RecordedKind kind) {
  static const std::vector<std::string> none;
  static const std::vector<std::string> http = {"whether this outcome was the one to expect",
                                                "values that a case fixes, echoes of the input, read-backs",
                                                "the control request",
                                                "transport: framing, lengths, malformed heads, truncation"};
  static const std::vector<std::string> proxied(http.begin(), http.end() - 1);
  static const std::vector<std::string> parsed = {
      "whether this outcome was the one to expect",
      "values that a case fixes, echoes of the input, read-backs",
      "the control request",
      "transport: framing, lengths, malformed heads, truncation",
      "status of a success, media type, headers",
      "the wire form of values: lexical form, formats of times, nulls, XML roots and namespaces",
      "the envelope of errors",
      "values that were replaced by placeholders"};
  switch (kind) {
    case RecordedKind::own:
      return none;
    case RecordedKind::http:
      return http;
    case RecordedKind::parsed:
      return parsed;
    case RecordedKind::proxied:
      return proxied;
  }
  return none;
}

const std::vector<std::string>& checks_not_made_without_headers() {
  static const std::vector<std::string> headers = {"media type", "members that travel in headers",
                                                   "codes of errors that travel in headers"};
  return headers;
}

}  // namespace hallmark::run
