#include "cli/prove.h"

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "cli/embedded.h"
#include "contract/promise_id.h"
#include "core/digest.h"
#include "core/text.h"
#include "exchange/executor.h"

namespace hallmark::cli {
namespace {

using std::chrono::milliseconds;

bool is_set(const std::atomic<bool>* flag) {
  return flag != nullptr && flag->load(std::memory_order_relaxed);
}

// The embedded endpoint answers at once: what is not there after this long never comes.
constexpr milliseconds patience{400};

void hasten(std::vector<plan::Step>& steps) {
  for (plan::Step& step : steps) {
    if (step.until) step.until->deadline = std::min(step.until->deadline, patience);
  }
}

void hasten(plan::ServicePlan& service) {
  for (auto& [name, recipe] : service.suite.resources) {
    hasten(recipe.make);
    hasten(recipe.remove);
  }
  for (plan::Case& test : service.cases) {
    hasten(test.arrange);
    hasten(test.then);
  }
}

// What all benches share, read only.
struct Shared {
  const std::vector<plan::ServicePlan>& services;
  const plan::Target& target;
  const ProveOptions& options;
  std::vector<std::unique_ptr<verdict::Judge>> judges;

  Shared(const std::vector<plan::ServicePlan>& plans, const plan::Target& aim, const ProveOptions& given)
      : services(plans), target(aim), options(given) {
    for (const plan::ServicePlan& service : services) {
      const wire::Protocol* protocol = exchange::protocol_of(service);
      judges.push_back(protocol == nullptr
                           ? nullptr
                           : std::make_unique<verdict::Judge>(service.model, service.suite, *protocol));
    }
  }
};

// The case names the promise that the mutant breaks.
bool is_promised(const plan::Case& test, const endpoint::Mutant& mutant) {
  return std::any_of(test.promises.begin(), test.promises.end(),
                     [&](const std::string& promise) { return endpoint::breaks(mutant, promise); });
}
bool is_promised(const std::vector<const plan::Case*>& cases, const endpoint::Mutant& mutant) {
  return std::any_of(cases.begin(), cases.end(),
                     [&](const plan::Case* test) { return is_promised(*test, mutant); });
}

// One thread's endpoint, whose mutants change from task to task.
class Bench {
 public:
  explicit Bench(const Shared& shared) : shared_(shared), target_(shared.target) {
    std::vector<std::shared_ptr<const contract::Model>> models;
    for (const plan::ServicePlan& service : shared.services) {
      if (wire::protocol_for(*service.model) != nullptr) models.push_back(service.model);
    }
    endpoint::ServerOptions server;
    server.endpoint = endpoint_options({}, {}, target_.region);
    server.endpoint.limits = target_.limits;
    for (const plan::ServicePlan& service : shared.services) {
      if (Json facts = facts_of(service.suite); !facts.is_null())
        server.endpoint.facts[service.model->slug] = std::move(facts);
    }
    server.any_wire = true;
    embedded_ = endpoint::EmbeddedEndpoint::start(models, server);
    for (const auto& [slug, url] : embedded_->endpoints()) target_.endpoints[slug] = url;
  }

  Hearing run(std::size_t service, const std::vector<const plan::Case*>& cases,
              const endpoint::Mutant* mutant) {
    const plan::ServicePlan& plan = shared_.services[service];
    std::set<std::string> names;
    if (mutant != nullptr) names.insert(mutant->name);
    embedded_->service(plan.model->slug).set_mutants(names);
    exchange::ExecutorOptions settings;
    settings.credentials.derive = fresh_accounts();
    settings.known_key = derived_account;
    settings.client.request_deadline = milliseconds(5000);
    // Endpoints that refuse at random are given up soon; but where bursts are what is looked at, the case's
    // other requests wait until the account may send again.
    if (!is_about_rate(cases, mutant)) {
      settings.backoff_attempts = 1;
      settings.backoff_first = settings.backoff_most = milliseconds(1);
    }
    settings.cleanup_deadline = patience;
    exchange::Executor executor(target_, settings);
    executor.add(plan);
    if (shared_.options.interrupted != nullptr) executor.set_cancelled(shared_.options.interrupted);
    const auto worker = executor.make_worker();
    const auto mutated_answers = [&] { return embedded_->service(plan.model->slug).mutated_answers(); };
    Hearing hearing{.rounds = 0};
    hearing.promised = mutant != nullptr && is_promised(cases, *mutant);
    do {
      ++hearing.rounds;
      hearing.words.clear();
      for (const plan::Case* test : cases) {
        if (is_set(shared_.options.interrupted)) break;
        const std::uint64_t before = mutated_answers();
        const exchange::CaseRun run = executor.run(*test, *worker);
        // What only a case of its promise can tell is not shown by others.
        const bool may_tell = mutant == nullptr || !mutant->by_case || is_promised(*test, *mutant);
        if (test->tier != plan::Tier::informative && may_tell) hearing.shown += mutated_answers() - before;
        for (const exchange::Exchange& each : run.exchanges)
          hearing.requests += each.operation == test->operation ? 1 : 0;
        hearing.words.push_back({.case_id = test->id, .verdict = shared_.judges[service]->judge(*test, run)});
        if (mutant != nullptr && shared_.options.first_only && kills(hearing.words.back(), *mutant)) break;
      }
    } while (mutant != nullptr && is_worth_another_round(hearing, *mutant));
    return hearing;
  }

 private:
  // What shows in one request of ten may fall on requests that say nothing of it, or on none in a short run.
  // Each round it meets others, until it has met all of them more than once.
  [[nodiscard]] bool is_worth_another_round(const Hearing& hearing, const endpoint::Mutant& mutant) const {
    constexpr std::size_t most_rounds = 100, most_requests = 3000;
    constexpr std::uint64_t enough = 40;
    if (!mutant.name.starts_with("rarely:") || is_set(shared_.options.interrupted)) return false;
    const bool told = std::any_of(hearing.words.begin(), hearing.words.end(),
                                  [&](const CaseWord& word) { return kills(word, mutant); });
    return !told && hearing.requests > 0 && hearing.rounds < most_rounds &&
           hearing.requests < most_requests && hearing.shown < enough;
  }

  static bool is_about_rate(const std::vector<const plan::Case*>& cases, const endpoint::Mutant* mutant) {
    return mutant != nullptr && std::any_of(cases.begin(), cases.end(), [&](const plan::Case* test) {
             return test->provoke == plan::Provocation::rate && !test->group.exception.empty() &&
                    mutant->promise.find(contract::clause_text(contract::Side::error,
                                                               test->group.exception)) != std::string::npos;
           });
  }
  static bool kills(const CaseWord& word, const endpoint::Mutant& mutant) {
    return std::any_of(word.verdict.findings.begin(), word.verdict.findings.end(), [&](const auto& finding) {
      return tells(mutant, finding) && endpoint::breaks(mutant, finding.promise);
    });
  }

  const Shared& shared_;
  plan::Target target_;
  std::unique_ptr<endpoint::EmbeddedEndpoint> embedded_;
};

struct Task {
  std::size_t service = 0;
  std::optional<endpoint::Mutant> mutant;  // nullopt: the endpoint without mutants
  std::vector<const plan::Case*> cases;
  Hearing hearing;
};

std::vector<const plan::Case*> cases_for(const plan::ServicePlan& service, const endpoint::Mutant& mutant,
                                         bool ordered) {
  std::vector<const plan::Case*> cases;
  for (const plan::Case& test : service.cases) {
    if (test.operation == mutant.operation && test.skip.empty()) cases.push_back(&test);
  }
  if (ordered) {
    const auto rank = [&](const plan::Case* test) {
      // Bursts and limits take long and tell little that others do not.
      return is_promised(*test, mutant)            ? 0
             : test->scope != plan::Scope::request ? 3
             : test->group.is_success()            ? 1
                                                   : 2;
    };
    std::stable_sort(cases.begin(), cases.end(),
                     [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  }
  return cases;
}

// Works off tasks on several benches.
void work(const Shared& shared, std::vector<Task>& tasks, const std::function<void(const Task&)>& done) {
  const int wanted =
      shared.options.jobs > 0 ? shared.options.jobs : static_cast<int>(std::thread::hardware_concurrency());
  const std::size_t threads = std::min(static_cast<std::size_t>(std::clamp(wanted, 1, 64)), tasks.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr broken;
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&] {
      try {
        Bench bench(shared);
        for (std::size_t at = next++; at < tasks.size() && !is_set(shared.options.interrupted); at = next++) {
          Task& task = tasks[at];
          task.hearing = bench.run(task.service, task.cases, task.mutant ? &*task.mutant : nullptr);
          const std::lock_guard lock(mutex);
          done(task);
        }
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!broken) broken = std::current_exception();
        next = tasks.size();
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  if (broken) std::rethrow_exception(broken);
}

}  // namespace

std::optional<endpoint::SuiteWord> word_of(const plan::Suite& suite, const std::string& operation) {
  if (suite.file.empty()) return std::nullopt;
  endpoint::SuiteWord word;
  if (const auto found = suite.promised.find(operation); found != suite.promised.end())
    word.promised = found->second;
  const std::string own = suite.service + "." + operation + " ";
  for (const plan::Behaviour& behaviour : suite.behaviours) {
    if (!behaviour.id.starts_with(own)) continue;
    const std::string promise = behaviour.id.substr(own.size());
    for (const std::string& kind : behaviour.kinds) word.behaviours.emplace(kind, promise);
    for (const std::string& glob : behaviour.shows) word.shows[glob] = promise;
  }
  if (const auto kinds = suite.facts.find("resources"); kinds != suite.facts.end()) {
    for (const auto& [kind, each] : kinds->items()) {
      const Json references = each.value("references", Json::object());
      for (const auto& [member, other] : references.items()) word.references.insert(member);
    }
  }
  const auto facts = suite.facts.find("operations");
  const auto of_operation = facts == suite.facts.end() ? Json() : facts->value(operation, Json());
  if (of_operation.is_object()) {
    word.unreachable = of_operation.value("unreachable", std::map<std::string, std::string>());
    word.not_shown = of_operation.value("not_shown", std::set<std::string>());
  }
  return word;
}

namespace {

// Why no case breaks a promise: the plan could not make one. Empty: one does, or nothing tried.
std::string why_not_made(const plan::ServicePlan& service, const std::string& promise) {
  const bool tested = std::any_of(service.cases.begin(), service.cases.end(), [&](const plan::Case& test) {
    return std::find(test.promises.begin(), test.promises.end(), promise) != test.promises.end();
  });
  const auto found = service.not_made.lower_bound(promise + "+");
  if (tested || found == service.not_made.end() || !found->first.starts_with(promise + "+")) return "";
  return "no request is known that breaks it: " + found->second;
}

bool is_wanted(const std::vector<std::string>& globs, const std::string& name) {
  return globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
           return core::glob_match(glob, name) || core::glob_match(glob, name.substr(0, name.rfind(','))) ||
                  core::glob_match(glob, name.substr(0, name.find_first_of(":,")));
         });
}

}  // namespace

std::vector<endpoint::Mutant> mutants_to_try(const plan::ServicePlan& service, const ProveOptions& options) {
  std::vector<endpoint::Mutant> mutants;
  const endpoint::EndpointPlan plan = endpoint::plan_service(*service.model);
  std::size_t number = 0;
  for (const std::string& name : service.suite.operations) {
    const contract::Operation* operation = service.model->operation(name);
    const bool judged = std::any_of(service.cases.begin(), service.cases.end(), [&](const plan::Case& test) {
      return test.operation == name && test.skip.empty();
    });
    if (operation == nullptr || !judged) continue;
    const auto word = word_of(service.suite, name);
    for (endpoint::Mutant& mutant :
         endpoint::mutants_for(*service.model, *operation, word ? &*word : nullptr, &plan)) {
      if (!is_wanted(options.mutants, mutant.name) || number++ % std::max<std::size_t>(1, options.every) != 0)
        continue;
      if (mutant.equivalent.empty()) mutant.equivalent = why_not_made(service, mutant.promise);
      mutants.push_back(std::move(mutant));
    }
  }
  return mutants;
}

Matrix prove(std::vector<plan::ServicePlan> services, const plan::Target& target,
             const ProveOptions& options) {
  for (plan::ServicePlan& service : services) hasten(service);
  const Shared shared(services, target, options);
  Matrix matrix;
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < services.size(); ++i) {
    matrix.services.push_back({.service = services[i].suite.service, .not_conforming = {}, .mutants = {}});
    if (shared.judges[i] == nullptr) continue;
    Task sound{.service = i, .mutant = {}, .cases = {}, .hearing = {}};
    for (const plan::Case& test : services[i].cases) sound.cases.push_back(&test);
    tasks.push_back(std::move(sound));
  }
  for (std::size_t i = 0; i < services.size(); ++i) {
    if (shared.judges[i] == nullptr) continue;
    for (endpoint::Mutant& mutant : mutants_to_try(services[i], options)) {
      auto cases = cases_for(services[i], mutant, options.first_only);
      // Nothing but a case of its promise could tell: without one there is nothing to try.
      if (mutant.by_case && !is_promised(cases, mutant)) cases.clear();
      tasks.push_back({.service = i, .mutant = std::move(mutant), .cases = std::move(cases), .hearing = {}});
    }
  }
  std::map<const Task*, MutantResult> results;
  work(shared, tasks, [&](const Task& task) {
    ServiceMatrix& service = matrix.services[task.service];
    if (!task.mutant) {
      for (const CaseWord& word : task.hearing.words) {
        ++service.cases;
        service.skipped += word.verdict.status == verdict::Status::skipped ? 1 : 0;
        if (word.verdict.status == verdict::Status::deviates ||
            word.verdict.status == verdict::Status::error) {
          service.not_conforming.push_back(word);
        }
      }
      return;
    }
    const bool with_suite = !services[task.service].suite.file.empty();
    MutantResult result = weigh(service.service, *task.mutant, task.hearing, with_suite);
    if (options.progress) options.progress(result);
    results.emplace(&task, std::move(result));
  });
  for (const Task& task : tasks) {
    if (const auto found = results.find(&task); found != results.end()) {
      matrix.services[task.service].mutants.push_back(std::move(found->second));
    }
  }
  matrix.interrupted = is_set(options.interrupted);
  return matrix;
}

}  // namespace hallmark::cli
