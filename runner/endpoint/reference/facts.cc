#include "endpoint/reference/facts.h"

namespace hallmark::endpoint {

namespace {

const Json* value_of(const Json& object, const char* name) {
  const auto it = object.find(name);
  return it == object.end() ? nullptr : &*it;
}

KindFacts read_kind(const Json& given) {
  KindFacts facts;
  if (const Json* each = value_of(given, "unique")) facts.unique = each->get<std::vector<std::string>>();
  facts.exists = given.value("exists", "");
  if (const Json* each = value_of(given, "most"))
    facts.most = each->get<std::map<std::string, std::size_t>>();
  if (const Json* each = value_of(given, "removable")) {
    for (const Json& rule : *each)
      facts.removal.push_back(
          {.member = rule.at("member"), .value = rule.at("when"), .exception = rule.at("else")});
  }
  if (const Json* each = value_of(given, "references"))
    facts.references = each->get<std::map<std::string, std::string>>();
  facts.unknown = given.value("unknown", "");
  facts.replaced = given.value("update", "") == "replaces";
  facts.arn = given.value("arn", "");
  facts.id = given.value("id", "");
  if (const Json* each = value_of(given, "limit")) facts.limit = each->get<int>();
  if (const Json* each = value_of(given, "page")) facts.page = each->get<std::size_t>();
  facts.defaults = given.value("defaults", Json::object());
  if (const Json* each = value_of(given, "states")) {
    for (const auto& [member, values] : each->items())
      facts.states[member] = {values.at(0).get<std::string>(), values.at(1).get<std::string>()};
  }
  facts.at_once = given.value("settles", "") == "at once";
  if (const Json* each = value_of(given, "reports")) {
    for (const Json& report : *each) {
      KindFacts::Report read{.of = report.at("of"), .in = report.at("in"), .members = report.at("members")};
      if (const Json* locked = value_of(report, "locked")) {
        read.locked = locked->at("exception");
        read.locked_members = locked->value("members", Json::object());
      }
      facts.reports.push_back(std::move(read));
    }
  }
  return facts;
}

}  // namespace

ServiceFacts read_facts(const Json& facts) {
  ServiceFacts read;
  const Json* resources = facts.is_object() ? value_of(facts, "resources") : nullptr;
  if (resources == nullptr) return read;
  for (const auto& [kind, given] : resources->items()) read.emplace(kind, read_kind(given));
  return read;
}

std::optional<Promised> read_promised(const Json& facts) {
  const Json* promised = facts.is_object() ? value_of(facts, "promised") : nullptr;
  if (promised == nullptr) return std::nullopt;
  Promised read;
  for (const auto& [operation, pointers] : promised->items()) {
    for (const auto& [pointer, source] : pointers.items()) read[operation].insert(pointer);
  }
  return read;
}

}  // namespace hallmark::endpoint
