// Which operation of a model makes what another one names. Used by inference.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contract/model.h"
#include "names/names.h"

namespace hallmark::plan {

struct Creator {
  const contract::Operation* create = nullptr;
  std::string noun;  // what it makes: "Domain"
};

// "RecipeJob" is a kind of "Job", "LocationS3" of "Location".
[[nodiscard]] bool is_kind_of(const std::string& kind, const std::string& noun);

// `names` must outlive it.
class Creators {
 public:
  explicit Creators(const names::Names& names);

  // What an operation makes; "" for one that starts what another makes.
  [[nodiscard]] std::string made_by(const contract::Operation& operation) const;
  // "dnsViewId" is of what CreateDNSView makes.
  [[nodiscard]] std::optional<Creator> named(const std::string& noun) const;
  // The one thing made whose name ends like this: "ClientId" is of a "UserPoolClient" where nothing else is a
  // client.
  [[nodiscard]] std::optional<Creator> only_of(const std::string& ending) const;
  // Of the operation's own resource, then of the nouns in its name, the longest first:
  // "PutDomainPolicy" -> "Domain".
  [[nodiscard]] std::vector<Creator> of(const contract::Operation& operation) const;

  // The kinds of a noun that nothing makes as such, and that is removed as such: "ProfileJob" and "RecipeJob"
  // of "Job", before a "JobRun".
  [[nodiscard]] std::vector<Creator> kinds_of(const std::string& noun) const;
  // What makes `own`, a kind of `noun`, under the name that `member` says; null for anything else.
  [[nodiscard]] const contract::Operation* maker_of_kind(const std::string& own, const std::string& noun,
                                                         const contract::Member& member) const;
  // What removes things of several kinds: DeleteLocation a "LocationS3". All that it needs is what `create`
  // shows, or is given, under the same names. Null when there is none.
  [[nodiscard]] const contract::Operation* removal_of_kinds(const contract::Operation& create,
                                                            const std::string& noun) const;
  // By the URIs: "templateName" of POST /provisioning-templates/{templateName}/claim is of what
  // POST /provisioning-templates makes, or PUT /provisioning-templates/{…}. `member`: an input member.
  [[nodiscard]] std::optional<Creator> above(const contract::Operation& operation,
                                             const contract::Member& member) const;

 private:
  const names::Names& names_;
  std::map<std::string, const std::pair<const std::string, const contract::Operation*>*> by_lower_;
};

}  // namespace hallmark::plan
