#include "exchange/accounts.h"

namespace hallmark::exchange {

const CredentialAnswer& Accounts::of(const std::string& identity) {
  const auto known = known_.find(identity);
  if (known != known_.end()) return known->second;
  CredentialAnswer answer = state_.credentials(identity);
  const std::string prefix = "HALLMARK" + answer.role;
  if (answer.derived && state_.options.known_key && answer.credentials->access_key_id.starts_with(prefix)) {
    if (suffix_.empty()) {
      suffix_ = answer.credentials->access_key_id.substr(prefix.size());
    } else if (auto sibling = state_.options.known_key(prefix + suffix_)) {
      answer.credentials = std::move(sibling);
      state_.remember(answer);
    }
  }
  return known_[identity] = std::move(answer);
}

std::string Accounts::remover_for(const std::string& identity) {
  return !suffix_.empty() && of(identity).derived ? "default" : identity;
}

}  // namespace hallmark::exchange
