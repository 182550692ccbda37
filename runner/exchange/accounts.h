// The credentials that one case signs with, by identity. Where keys are derived, all roles of a case share a
// suffix: they are identities of one account, and no other case has it. One thread.
#pragma once

#include <map>
#include <string>

#include "exchange/executor_state.h"

namespace hallmark::exchange {

class Accounts {
 public:
  explicit Accounts(Executor::State& state) : state_(state) {}

  // Found at the first call, the same after; valid until the next call for another identity.
  [[nodiscard]] const CredentialAnswer& of(const std::string& identity);
  // The identity is who an earlier run was.
  void adopt(const std::string& identity, CredentialAnswer credentials) {
    known_[identity] = std::move(credentials);
  }
  // Who removes what `identity` has made: what a throttled or limited role made, the default one of the same
  // account removes at once.
  [[nodiscard]] std::string remover_for(const std::string& identity);

 private:
  Executor::State& state_;
  std::map<std::string, CredentialAnswer> known_;
  std::string suffix_;  // of derived keys
};

}  // namespace hallmark::exchange
