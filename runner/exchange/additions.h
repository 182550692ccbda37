// What an endpoint asks of an operation's requests beyond what the documents require: found by trying fuller
// requests where one is refused, and sent from then on. Only of operations whose requests nobody vouches for,
// and never on a remote target, where nothing is made that no plan shows.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "exchange/caller.h"
#include "plan/cases/case.h"

namespace hallmark::exchange {

class Conversation;
class Makings;

// Found so far. Thread-safe; operations are named "service.Operation".
class Additions {
 public:
  // The members, variables not replaced; an empty object: nothing is known to be missing.
  [[nodiscard]] Json of(const std::string& operation) const;
  void found(const std::string& operation, Json members);
  // False when fuller requests than this were tried already, or are being tried.
  [[nodiscard]] bool try_once(const std::string& operation, const Json& input);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Json> found_;
  std::set<std::string> tried_;
};

// The input with what was found for the operation and it lacks. `but`: text of what a case says of the
// answer; members that it speaks of are left as they are. What takes a value that nothing has kept is not
// added.
[[nodiscard]] Json with_additions(Conversation& talk, const std::string& operation, Json input,
                                  const std::string& but = {});

// What an error answer says; "" where it says nothing.
[[nodiscard]] std::string text_of(const Called& refused);

// The text in which a case's claims name members: of these nothing may be added.
[[nodiscard]] std::string claimed_by(const plan::Case& test);

// `refused` is the answer to `operation` with `input`. Calls it again with more of what it may ask for, each
// call recorded, until one is accepted: that is answered, and what it had more is found. Nullopt: none was,
// or the refusal is of another kind (a limit, a conflict, the caller).
[[nodiscard]] std::optional<Called> call_fuller(Makings& makings, Role role, const std::string& operation,
                                                const Json& input, const std::string& identity,
                                                const Called& refused);

}  // namespace hallmark::exchange
