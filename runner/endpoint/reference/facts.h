// What is known of a service beside its contract, as its suite states it ("facts"): what its documentation
// says in prose of how resources behave. Without facts every contract is served all the same.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/json.h"

namespace hallmark::endpoint {

// One kind of resource. The members are named as the input names them.
struct KindFacts {
  // What no two of one account share, and the exception that says so (empty: the one that the contract
  // suggests).
  std::vector<std::string> unique;
  std::string exists;
  std::map<std::string, std::size_t> most;  // list -> items that it may have
  // It is removed only when the member is `value` (an array: when it has as many items); else `exception`.
  struct Removal {
    std::string member;
    Json value;
    std::string exception;
  };
  std::vector<Removal> removal;
  std::map<std::string, std::string> references;  // members that name what must be there -> its kind
  std::string unknown;    // the exception for these where the operation lists none for what is not found
  bool replaced = false;  // an update clears what it leaves out
  std::string arn;        // "arn:aws:chime:{region}:{account}:vcg/{id}"; "": as other services have them
  std::string id;  // pattern of the identifiers that the endpoint makes; "": as the contract takes them
  std::optional<int> limit;         // of an account
  std::optional<std::size_t> page;  // items of a page where no size is asked for
  Json defaults = Json::object();   // settings that a making has where it gives none
  // A state that a change sets and that settles with the next read: member -> {while it lasts, at last}.
  std::map<std::string, std::pair<std::string, std::string>> states;
  bool at_once = false;  // such states are the last ones from the beginning
  // A change of `of` is told in `in`, member by member: {"was": pointer} what stood there before the
  // change, {"states": [first, last]} a state as above.
  struct Report {
    std::string of, in;
    Json members;
    // While it lasts no other change of `of` is taken: this exception, with these members.
    std::string locked;
    Json locked_members = Json::object();
  };
  std::vector<Report> reports;
};

using ServiceFacts = std::map<std::string, KindFacts, std::less<>>;  // by kind

// Of {"resources": {"Domain": {…}}}: a suite's facts, checked against its schema before.
[[nodiscard]] ServiceFacts read_facts(const Json& facts);
// Of {"promised": {"UpdateDomain": {"/Domain/Name": "source"}}}: pointers into answers, by operation. Nothing
// when there is no suite.
using Promised = std::map<std::string, std::set<std::string>, std::less<>>;
[[nodiscard]] std::optional<Promised> read_promised(const Json& facts);

}  // namespace hallmark::endpoint

// Example:
//
//   const ServiceFacts facts = read_facts(Json::parse(R"({"resources": {"Room": {"unique": ["Name"]}}})"));
//   if (const auto room = facts.find("Room"); room != facts.end())
//     std::size_t unique = room->second.unique.size();
