// What one case makes and must remove. Calls that make something are journalled before they are sent, take
// their turn where other cases make the same, and are remembered until it is gone.
//
// Order of calls: perform() or perform_and_record() for every call; remove_all(), and let_others() when
// whoever waits for the same thing may make it. Removing a thing that an earlier run has left: remove().
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "exchange/conversation.h"

namespace hallmark::exchange {

// One thing that a create has made, or may have made.
struct MadeResource {
  std::uint64_t journal_id = 0;
  const plan::ResourceRecipe* recipe = nullptr;
  std::string operation, identity;  // who made it, by what
  Json input = Json::object();
  std::vector<std::string> marks;  // see JournalEntry
  std::map<std::string, Json, std::less<>> variables;
  bool certain = true;  // the endpoint said that it was made, and its identifiers came
};

class Makings {
 public:
  explicit Makings(Conversation& talk) : talk_(talk) {}
  ~Makings() { let_others(); }
  Makings(const Makings&) = delete;
  Makings& operator=(const Makings&) = delete;

  // Thread-safe with a client for each thread.
  Called perform(const OutgoingCall& call, Client& client);
  // In turn, and recorded.
  Called perform_and_record(const OutgoingCall& call);

  // Everything made, newest first; also after a cancellation. What stays is told in State::left_behind.
  void remove_all();
  enum class Removal { removed, gone, failed, not_found };
  // `why`: of the last two.
  Removal remove(MadeResource& made, std::string& why);
  // Make what this case has made.
  void let_others();

  [[nodiscard]] Conversation& talk() { return talk_; }

 private:
  Called perform_in_turn(const OutgoingCall& call);
  // What came of a create that the journal has under `made.journal_id`.
  void remember(MadeResource made, const OutgoingCall& call, const Called& called);
  // Looks through the service's lists for what a create that was never answered may have made.
  bool find_by_marks(MadeResource& made);
  Removal remove_by(const plan::ResourceRecipe& recipe, plan::Variables& variables,
                    const std::string& identity, std::string& why);
  // Waits for what a step of a removal waits for; answers why in vain, or "".
  std::string wait_for_removal(const plan::Step& step, const OutgoingCall& call, Called& called);
  // One pass over what is not done, newest first. True: another may remove more.
  struct Progress {
    std::vector<std::string> reasons;
    std::vector<bool> done;
  };
  bool remove_what_is_left(Progress& progress);
  [[nodiscard]] std::string describe(const MadeResource& made) const;  // " group=vc-1"
  [[nodiscard]] std::string removal_of(const MadeResource& made, const std::string& reason) const;

  Conversation& talk_;
  std::mutex mutex_;  // a burst makes from several threads
  std::vector<MadeResource> made_;
  std::vector<std::string> held_;  // of State::turns
};

// The kept values that the recipe's removal mentions: without them it cannot be removed.
[[nodiscard]] std::map<std::string, std::string> needed_for_removal(const plan::ResourceRecipe& recipe);

}  // namespace hallmark::exchange
