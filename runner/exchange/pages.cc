#include "exchange/pages.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/mentions.h"
#include "exchange/makings.h"
#include "plan/cases/walk_items.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;

// A list may be late: how often it is walked before something is missing or there twice, and how long is
// waited in between. More often where each walk shows other things, while other cases make and remove.
constexpr int walks = 3, most_walks = 6;
constexpr std::chrono::milliseconds patience = 1500ms;

bool is_there(const Json& value) {
  if (value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty())) return false;
  return !value.is_structured() || !value.empty();
}

// The input that asks for the page behind this one; nullopt when the answer gives no token.
std::optional<Json> next_page(const plan::Walk& walk, const Json& input, const Json& output) {
  if (!walk.more.empty()) {
    const Json* more = core::pointer_find(output, walk.more);
    if (!more || !more->is_boolean() || !more->get<bool>()) return std::nullopt;
  }
  Json next = input;
  bool any = false;
  for (std::size_t i = 0; i < walk.input_tokens.size() && i < walk.output_tokens.size(); ++i) {
    const Json* token = core::pointer_find(output, walk.output_tokens[i]);
    next.erase(walk.input_tokens[i]);
    if (!token || !is_there(*token)) continue;
    next[walk.input_tokens[i]] = *token;
    any = true;
  }
  return any ? std::optional(std::move(next)) : std::nullopt;
}

// Pages and the answer that has all at once tell the same, as far as it goes; where there is none, they do.
bool tells_the_same(const std::map<std::string, Json>& kept, const plan::Walk& walk,
                    const std::vector<std::string>& identity, const plan::ItemCounts& walked) {
  const auto whole = kept.find(plan::at_once);
  if (whole == kept.end()) return true;
  plan::ItemCounts all;
  plan::count_items(walk, identity, whole->second, all);
  return std::all_of(all.begin(), all.end(), [&](const auto& each) {
    const auto there = walked.find(each.first);
    return there != walked.end() && there->second == each.second;
  });
}

}  // namespace

void walk_pages(Makings& makings, const plan::Walk& walk, const OutgoingCall& first_call,
                const Called& first) {
  Conversation& talk = makings.talk();
  const Caller& caller = talk.state().caller;
  const ServiceContext& service = talk.service();
  const auto identity = plan::identity_of_items(*service.model, *first_call.operation, walk);
  OutgoingCall call = first_call;
  Called called = first;
  std::multiset<std::string> shown_before;
  for (int attempt = 1;; ++attempt) {
    std::multiset<std::string> shown;
    std::set<std::string> missing(walk.once.begin(), walk.once.end());
    // While other cases make and remove, an endpoint that counts may show a thing again, and one whose tokens
    // name a thing may refuse the name of what is gone.
    bool repeated = false, refused = false;
    bool cut = false;
    std::set<std::string> asked;
    plan::ItemCounts walked;
    for (std::size_t page = 1; called.success; ++page) {
      const Json* items = core::pointer_find(called.output(), walk.items);  // a token may name a thing, too
      for (const std::string& variable : walk.once) {
        const auto kept = talk.run().kept.find(variable);
        if (kept == talk.run().kept.end() || !items || !core::mentions(*items, kept->second)) continue;
        repeated = missing.erase(variable) == 0 || repeated;
      }
      if (items && items->is_structured()) {
        for (const Json& item : *items) shown.insert(item.dump());
      }
      plan::count_items(walk, identity, called.output(), walked);
      const auto next = next_page(walk, call.input, called.output());
      // Whoever is sent in a circle need not go on for ever.
      cut = next && page >= walk.most_pages;
      if (!next || cut || !asked.insert(next->dump()).second) break;
      if (caller.cancelled()) return;
      call.input = *next;
      called = makings.perform_and_record(call);
      if (!called.impossible.empty() || called.throttled) return;
      refused = !called.success;
    }
    const bool same = cut || tells_the_same(talk.run().kept, walk, identity, walked);
    const bool held = missing.empty() && !repeated && same && called.success;
    const bool steady = asked.empty() || shown == shown_before;
    if (held || (!called.success && !refused) || attempt == (steady ? walks : most_walks) ||
        (steady && attempt > walks) || caller.cancelled())
      return;
    shown_before = std::move(shown);
    caller.sleep(patience, [&] { return caller.over(); });
    call.input = first_call.input;
    called = makings.perform_and_record(call);
    if (!called.impossible.empty() || called.throttled) return;
  }
}

}  // namespace hallmark::exchange
