// Voice ID's domains.
//
// Beyond the contract's shapes: an update clears what it does not give; a changed key starts an
// encryption update that the next describe finds completed, and until then the domain takes no other key;
// a client token makes a create repeatable.
#include <fmt/format.h>

#include "core/text.h"
#include "endpoint/reference/behaviour.h"

namespace hallmark::endpoint {

namespace {

const std::string kind = "Domain";
constexpr int default_limit = 100;

Result missing(const std::string& id) {
  return raise("ResourceNotFoundException", fmt::format("There is no domain {}.", core::printable(id)),
               {{"ResourceType", "DOMAIN"}});
}

Result conflict(std::string message, const char* type) {
  return raise("ConflictException", std::move(message), {{"ConflictType", type}});
}

// With the variation "pending" a state settles with the second describe only.
bool still_pending(const Call& call, const Resource& domain) {
  return call.variations.contains("pending") && domain.hidden.value("describes", 0) < 2;
}

Json shown(const Call& call, const Resource& domain) {
  Json body = domain.body;
  body["DomainId"] = domain.id;
  body["Arn"] = call.arn("voiceid", "domain/" + domain.id);
  body["DomainStatus"] = still_pending(call, domain) ? "PENDING" : "ACTIVE";
  body["CreatedAt"] = call.time(domain.created);
  body["UpdatedAt"] = call.time(domain.updated);
  body["WatchlistDetails"] = {{"DefaultWatchlistId", domain.hidden["watchlist"]}};
  return body;
}

Json with_domain(const Call& call, const Resource& domain) { return {{"Domain", shown(call, domain)}}; }

// Members that a request sets and that an update clears when it leaves them out.
void take_settings(const Call& call, Resource& domain) {
  for (const char* member : {"Name", "Description", "ServerSideEncryptionConfiguration"}) {
    if (call.has(member)) {
      domain.body[member] = call.input.at(member);
    } else if (!call.mutants.has("clobbering-not-done")) {
      domain.body.erase(member);
    }
  }
}

Result create_domain(const Call& call) {
  const std::string token = call.text("ClientToken");
  if (!token.empty()) {
    const auto it = call.account.remembered.find("CreateDomain " + token);
    if (it != call.account.remembered.end()) {
      Json same = call.input;
      if (const Resource* domain = call.account.find(kind, it->second["id"])) {
        if (it->second["input"] == same) return {.output = with_domain(call, *domain)};
        return conflict("The client token was used with another input.", "CONCURRENT_CHANGES");
      }
    }
  }
  if (call.full(kind, default_limit)) {
    return raise("ServiceQuotaExceededException", "The account has as many domains as it may have.");
  }
  Resource& domain = call.create(kind, call.ids.alphanumeric(22));
  domain.hidden["watchlist"] = call.ids.alphanumeric(22);
  take_settings(call, domain);
  if (!token.empty()) {
    call.account.remembered["CreateDomain " + token] = {{"id", domain.id}, {"input", call.input}};
  }
  return {.output = with_domain(call, domain)};
}

Result update_domain(const Call& call) {
  const std::string id = call.text("DomainId");
  Resource* domain = call.account.find(kind, id);
  if (domain == nullptr) return missing(id);
  const Json old_key = domain->body["ServerSideEncryptionConfiguration"];
  const bool other_key = call.has("ServerSideEncryptionConfiguration") &&
                         call.input.at("ServerSideEncryptionConfiguration") != old_key;
  const Json update = domain->body.value("ServerSideEncryptionUpdateDetails", Json::object());
  if (other_key && text_of(update, "UpdateStatus") == "IN_PROGRESS") {
    return conflict("The key of this domain is being changed.", "DOMAIN_LOCKED_FROM_ENCRYPTION_UPDATES");
  }
  take_settings(call, *domain);
  const Json& new_key = domain->body["ServerSideEncryptionConfiguration"];
  domain->hidden["describes"] = 0;
  if (new_key != old_key && old_key.is_object()) {
    const bool done = call.variations.contains("settled-at-once");
    domain->body["ServerSideEncryptionUpdateDetails"] = {
        {"OldKmsKeyId", text_of(old_key, "KmsKeyId")}, {"UpdateStatus", done ? "COMPLETED" : "IN_PROGRESS"}};
  }
  call.touch(*domain);
  return {.output = with_domain(call, *domain)};
}

Result describe_domain(const Call& call) {
  const std::string id = call.text("DomainId");
  Resource* domain = call.account.find(kind, id);
  if (domain == nullptr) return missing(id);
  domain->hidden["describes"] = domain->hidden.value("describes", 0) + 1;
  const auto details = domain->body.find("ServerSideEncryptionUpdateDetails");
  if (details != domain->body.end() && !still_pending(call, *domain))
    (*details)["UpdateStatus"] = "COMPLETED";
  return {.output = with_domain(call, *domain)};
}

Result delete_domain(const Call& call) {
  const std::string id = call.text("DomainId");
  if (call.account.find(kind, id) == nullptr) return missing(id);
  call.erase(kind, id);
  return {};
}

Result list_domains(const Call& call) {
  return list_page(call, call.account.all(kind), call.number("MaxResults").value_or(10), "DomainSummaries",
                   shown, "ValidationException");
}

}  // namespace

std::map<std::string, Behaviour> voice_id_behaviours() {
  return {{"CreateDomain", create_domain},
          {"UpdateDomain", update_domain},
          {"DescribeDomain", describe_domain},
          {"DeleteDomain", delete_domain},
          {"ListDomains", list_domains}};
}

}  // namespace hallmark::endpoint
