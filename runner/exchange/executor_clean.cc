// Removes what an earlier run has left.
#include <fmt/format.h>

#include "exchange/makings.h"
#include "exchange/provided.h"

namespace hallmark::exchange {
namespace {

std::string describe(const JournalEntry& entry) {
  std::string text = entry.service + " " + (entry.fault ? "fault switch" : entry.resource);
  for (const auto& [name, value] : entry.keep) text += fmt::format(" {}={}", name, core::dump(value, 100));
  return text;
}

// What the journal knows of it.
MadeResource made_from(const JournalEntry& entry, const plan::ResourceRecipe& recipe) {
  MadeResource made{.journal_id = entry.id,
                    .recipe = &recipe,
                    .operation = entry.operation,
                    .identity = entry.identity,
                    .input = entry.input,
                    .marks = entry.marks,
                    .variables = {entry.keep.begin(), entry.keep.end()},
                    .certain = entry.created};
  for (const auto& [name, pointer] : needed_for_removal(recipe))
    made.certain = made.certain && entry.keep.contains(name);
  return made;
}

class Cleaner {
 public:
  Cleaner(Executor::State& state, Executor::Worker& worker) : state_(state), worker_(worker) {}

  void remove(const JournalEntry& entry) {
    const std::string what = describe(entry);
    const ServiceContext* service = service_of(entry);
    if (!service) {
      cleaned_.left.push_back(what + ": its service is not loaded");
    } else if (entry.endpoint != to_string(service->address)) {
      cleaned_.left.push_back(fmt::format("{}: it was made at {}, the target is {}", what, entry.endpoint,
                                          to_string(service->address)));
    } else if (entry.fault) {
      clear_fault(entry, *service, what);
    } else if (const auto recipe = service->plan->suite.resources.find(entry.resource);
               recipe == service->plan->suite.resources.end()) {
      cleaned_.left.push_back(what + ": the suite does not say how to remove it");
    } else {
      remove_resource(entry, *service, recipe->second, what);
    }
  }

  [[nodiscard]] Cleaned cleaned() { return std::move(cleaned_); }

 private:
  [[nodiscard]] const ServiceContext* service_of(const JournalEntry& entry) {
    const ServiceContext* service = state_.service(entry.service);
    if (service && service->plan->suite.resources.contains(entry.resource)) return service;
    // Made for the cases of another service.
    const ServiceContext* other = state_.provided->service(entry.service);
    return other ? other : service;
  }

  void clear_fault(const JournalEntry& entry, const ServiceContext& service, const std::string& what) {
    const HttpExchange http = state_.caller.plain(service.address, worker_.client(), entry.clear);
    if (http.response && http.response->status < 300) {
      cleaned_.removed.push_back(what);
      if (state_.options.journal) state_.options.journal->fault_cleared(entry.id);
    } else {
      cleaned_.left.push_back(what + ": the call that clears it did not succeed");
    }
  }

  void remove_resource(const JournalEntry& entry, const ServiceContext& service,
                       const plan::ResourceRecipe& recipe, const std::string& what) {
    Conversation talk(state_, service, worker_, entry.case_id);
    if (!entry.access_key_id.empty() && state_.options.known_key) {
      if (auto credentials = state_.options.known_key(entry.access_key_id)) {
        CredentialAnswer answer;
        answer.credentials = std::move(credentials);
        state_.remember(answer);
        talk.accounts().adopt(entry.identity, std::move(answer));
      }
    }
    Makings makings(talk);
    MadeResource made = made_from(entry, recipe);
    std::string why;
    switch (makings.remove(made, why)) {
      case Makings::Removal::removed:
      case Makings::Removal::gone:
        cleaned_.removed.push_back(what);
        if (state_.options.journal) state_.options.journal->removed(entry.id);
        break;
      case Makings::Removal::failed:
        cleaned_.left.push_back(what + ": " + why);
        break;
      case Makings::Removal::not_found:
        cleaned_.uncertain.push_back(what + ": " + why);
        break;
    }
    talk.end_cleaning();
  }

  Executor::State& state_;
  Executor::Worker& worker_;
  Cleaned cleaned_;
};

}  // namespace

Cleaned Executor::clean(const JournalContents& contents, Worker& worker) {
  Cleaner cleaner(*state_, worker);
  for (auto entry = contents.left.rbegin(); entry != contents.left.rend(); ++entry) cleaner.remove(*entry);
  return cleaner.cleaned();
}

}  // namespace hallmark::exchange
