#include "verdict/rules.h"

#include <algorithm>
#include <set>

#include "core/text.h"

namespace hallmark::verdict {
namespace {

constexpr std::string_view in_a_later_call = "then.";

std::vector<Rule> http_and_contract() {
  return {
      {"http.malformed-head", {Check::transport}, "the head of the answer is not HTTP"},
      {"http.conflicting-length", {Check::transport}, "Content-Length is there twice, or beside chunks"},
      {"http.truncated", {Check::transport}, "the connection ended before the body that was announced"},
      {"http.reset", {Check::transport}, "the connection was reset in the middle of the body"},
      {"http.timeout", {Check::transport}, "the body did not come to its end in time, at a wrong length"},
      {"http.extra-data", {Check::transport}, "bytes came behind the end of the answer"},
      {"http.undecodable", {Check::transport}, "the body is not of the Content-Encoding that it names"},
      {"http.limit",
       {Check::transport},
       "the answer is larger than a client takes (--max-head, --max-body, …)"},
      {"contract.unexpected-success",
       {Check::unexpected_success, Check::ignored_header},
       "a request that must be refused was answered with success"},
      {"contract.unexpected-error",
       {Check::unexpected_error},
       "a request that must succeed, or be refused otherwise, was answered with another error"},
      {"contract.refused",
       {Check::refused},
       "a valid request was refused, of which the documents do not say for sure that it is accepted"},
      {"contract.status",
       {Check::status, Check::default_status},
       "the status is not the one that the operation or the exception has"},
      {"contract.error-code",
       {Check::error_code, Check::error_code_places, Check::undeclared_code},
       "the error names no code, another than its exception has, or one that the operation does not list"},
      {"contract.query-error",
       {Check::error_code, Check::undeclared_code},
       "the header x-amzn-query-error does not name the code that the exception has there"},
      {"contract.error-envelope",
       {Check::error_envelope},
       "the error does not have the form of the protocol"},
      {"contract.error-shape",
       {Check::missing_required, Check::type, Check::constraint},
       "the members of the error are not those of its shape"},
      {"contract.content-type",
       {Check::content_family, Check::content_type},
       "the media type is not the protocol's: of another family, or another of the same"},
      {"contract.content-coding",
       {Check::content_family},
       "the body is in a content coding that was not asked for and that AWS's clients do not decode"},
      {"control.refused",
       {Check::control_refused},
       "the nearest valid request was refused as well: the endpoint refuses more than it should"},
  };
}

std::vector<Rule> decode() {
  return {
      {"decode.malformed-body", {Check::malformed}, "the body is not JSON, XML or CBOR"},
      {"decode.invalid-utf8", {Check::malformed}, "the body has bytes that are not UTF-8"},
      {"decode.trailing-data", {Check::malformed}, "something stands behind the end of the document"},
      {"decode.duplicate-key", {Check::malformed}, "a member is there twice"},
      {"decode.unknown-member", {Check::unknown_member}, "a member that the shape does not have"},
      {"decode.member-case",
       {Check::member_case},
       "a member whose name differs from the shape's by upper and lower case alone"},
      {"decode.null-member",
       {Check::null_member, Check::null_item},
       "a member is null, which counts as absent, or an item of a list is"},
      {"decode.lexical", {Check::lexical}, "a text that is not of the member's type: a number, a boolean"},
      {"decode.timestamp-format", {Check::timestamp}, "a time in another format than the contract states"},
      {"decode.wrong-root", {Check::wrong_root}, "the root element has another name"},
      {"decode.wrong-namespace", {Check::wrong_namespace}, "the namespace is missing or another"},
      {"decode.misplaced",
       {Check::misplaced},
       "a member stands somewhere else: in the body instead of a header, one level deeper, …"},
      {"decode.empty-body", {Check::empty_body}, "there is no body where members are expected"},
      {"decode.unexpected-body", {Check::unexpected_body}, "there is a body where none belongs"},
      {"decode.incomplete-envelope",
       {Check::incomplete_envelope},
       "parts of the envelope are missing that clients do not need: a request id, a type"},
      {"decode.unsupported",
       {Check::unsupported},
       "something that Hallmark does not read, such as an event stream"},
  };
}

std::vector<Rule> schema() {
  return {
      {"schema.required",
       {Check::missing_promised, Check::missing_required},
       "a member is missing: one that is promised, or one that the model calls required"},
      {"schema.type", {Check::type, Check::timestamp}, "a value of another type"},
      {"schema.format", {Check::timestamp}, "a text that is not of the format: a time that is none"},
      {"schema.number-width", {Check::type}, "a number that the member's type cannot hold"},
      {"schema.oneOf", {Check::union_members, Check::type}, "a union with no member, or with several"},
      {"schema.anyOf", {Check::type, Check::union_members, Check::timestamp}, "a value of none of the types"},
      {"schema.minProperties",
       {Check::union_members, Check::constraint},
       "a map with too few entries, or an empty union"},
      {"schema.maxProperties",
       {Check::union_members, Check::constraint},
       "a map with too many entries, or a union with several members"},
      {"schema.enum", {Check::constraint}, "a value that is none of the enum's"},
      {"schema.const", {Check::constraint}, "another value than the only one that there is"},
      {"schema.minLength", {Check::constraint}, "a text shorter than it may be"},
      {"schema.maxLength", {Check::constraint}, "a text longer than it may be"},
      {"schema.pattern", {Check::constraint}, "a text that does not match the pattern"},
      {"schema.minimum", {Check::constraint}, "a number below the range"},
      {"schema.maximum", {Check::constraint}, "a number above the range"},
      {"schema.minItems", {Check::constraint}, "a list with too few items"},
      {"schema.maxItems", {Check::constraint}, "a list with too many items"},
      {"schema.uniqueItems", {Check::constraint}, "a list with an item twice"},
      {"schema.propertyNames", {Check::constraint}, "a key of a map that its shape does not allow"},
      {"schema.not", {Check::constraint}, "a value that the schema excludes"},
      {"schema.allOf", {Check::constraint}, "a value that breaks one of several patterns"},
      {"schema.false", {Check::constraint}, "a value where there must be none"},
      {"schema.limit", {Check::limit}, "the value is too large or too deep to be judged whole"},
  };
}

std::vector<Rule> of_cases() {
  return {
      {"case.equals", {}, "a value is not the one that the case names"},
      {"case.echoes", {}, "a value is not the one that was sent"},
      {"case.present", {}, "a value is missing that the case demands"},
      {"case.absent", {}, "a value is there that must not be"},
      {"case.matches", {}, "a text does not match the case's pattern"},
      {"case.same-as", {}, "a value is not the one that was kept from an earlier answer"},
      {"case.differs-from", {}, "a value is still the one that was kept from an earlier answer"},
      {"case.not-before", {}, "a time lies before the one that was kept from an earlier answer"},
  };
}

std::vector<Rule> behaviour() {
  const std::vector<Check> both{Check::behaviour, Check::behaviour_by_name};
  return {
      {"behaviour.echo",
       {Check::behaviour_by_name},
       "an answer does not show what was sent, where its members say that it does"},
      {"behaviour.unknown", both, "what never was is answered as if it were there"},
      {"behaviour.gone", both, "what was removed is answered as if it were still there"},
      {"behaviour.stale", both, "a version that is not the thing's is taken for it"},
      {"behaviour.state", both, "what is on its way out is answered as if it were there"},
      {"behaviour.duplicate", both, "what is there already is made once more"},
      {"behaviour.same-again", both, "the same request again is refused, or makes something else"},
      {"behaviour.in-use", both, "what is in use is removed"},
      {"behaviour.refused", both, "a request that was refused has changed something"},
      {"behaviour.input", both, "an identifier that is none is not refused"},
      {"behaviour.batch", both, "the bad item of a batch is not told, or spoils the good ones"},
      {"behaviour.read-back", both, "what was written is not what is read"},
      {"behaviour.defaults", both, "what was left out is not read as its default"},
      {"behaviour.update", both, "an update does not change what it names, or changes something else"},
      {"behaviour.order", both, "a time is not now, or lies before one that it must follow"},
      {"behaviour.payload", both, "a body is not read as it was written"},
      {"behaviour.conditions", both,
       "what is done under a condition is done though it does not hold, or not done"},
      {"behaviour.versions", both, "an earlier version is not read as it was written"},
      {"behaviour.returned", both, "what the request asks for besides is not answered"},
      {"behaviour.queries", both, "a query does not find what is there, or finds what is not"},
      {"behaviour.statements", both, "a statement does not do what it says"},
      {"behaviour.growing", both, "a number or a time that grows with each change does not grow"},
      {"behaviour.ciphers", both, "what was made with a key is not read with it, or is read without"},
      {"behaviour.copies", both, "a copy is not as its source"},
      {"behaviour.tags", both, "tags that were set are not there, or tags that were taken away are"},
      {"behaviour.agrees", both, "two answers tell of the same thing otherwise"},
      {"behaviour.steady", both, "a reading tells something else, though nothing was done"},
      {"behaviour.forms", both, "a documented form of an identifier is not taken"},
      {"behaviour.compressed", both, "a request that may be compressed is refused when it is"},
      {"behaviour.documented", both, "what the documentation says of this request is not what comes"},
      {"behaviour.pages", both, "a list over all its pages is not the whole list"},
      {"behaviour.listed", both, "what was made is not in the list"},
      {"behaviour.unlisted", both, "what was removed is in the list"},
      {"behaviour.missing", both, "something is on no page of a list"},
      {"behaviour.repeated", both, "something is in a list more than once"},
      {"behaviour.listed-when-gone", both, "something is in a list that was removed"},
      {"behaviour.page-size", both, "a page has more items than were asked for"},
      {"behaviour.token", both, "the token that an answer gave is refused"},
      {"behaviour.end", both, "pages come to no end: the token that was sent came back"},
      {"behaviour.filters", both,
       "a filter lets something pass, or holds something back, that it should not"},
  };
}

std::string_view word_of(Severity severity) {
  return severity == Severity::deviation ? "deviation"
         : severity == Severity::drift   ? "drift"
                                         : "recorded only";
}

constexpr contract::Source sources[] = {contract::Source::page, contract::Source::overlay,
                                        contract::Source::model, contract::Source::newer_model};

std::string_view stated_by(contract::Source source) {
  switch (source) {
    case contract::Source::page:
      return "a page";
    case contract::Source::overlay:
      return "an overlay";
    case contract::Source::newer_model:
      return "a newer model alone";
    default:
      return "a model";
  }
}

// "a page, an overlay or a model".
std::string any_of_them(std::vector<std::string> who) {
  if (who.size() < 2) return core::join(who, "");
  const std::string last = std::move(who.back());
  who.pop_back();
  return core::join(who, ", ") + " or " + last;
}

// "deviation where a page or an overlay states it, drift where a model or a newer model alone states it".
std::string by_source(Check check, AnswerKind direction) {
  std::vector<std::string> parts;
  for (const Severity each : {Severity::deviation, Severity::drift, Severity::none}) {
    std::vector<std::string> who;
    for (const contract::Source source : sources) {
      if (severity(check, direction, source) == each) who.emplace_back(stated_by(source));
    }
    if (who.empty()) continue;
    if (who.size() == std::size(sources)) return std::string(word_of(each));
    parts.push_back(std::string(word_of(each)) + " where " + any_of_them(std::move(who)) + " states it");
  }
  return core::join(parts, ", ");
}

std::string_view about(Check check) {
  switch (check) {
    case Check::ignored_header:
      return "an unknown word in a header, of which no exception speaks";
    case Check::error_code_places:
      return "the code differs between the places that it stands in";
    case Check::undeclared_code:
      return "an error that the operation does not list, in a case that asks for none";
    case Check::default_status:
      return "another 2xx where nothing states the status";
    case Check::content_family:
      return "another family (HTML where JSON belongs)";
    case Check::content_type:
      return "another type of the same family, or none";
    case Check::missing_promised:
      return "a promised member (an echo, an identifier, what a suite marks)";
    case Check::missing_required:
      return "a member that is only required by a model";
    case Check::type:
      return "a wrong type";
    case Check::timestamp:
      return "of a time";
    case Check::union_members:
      return "of a union";
    case Check::behaviour:
      return "where a listed exception, a trait or a text states it";
    case Check::behaviour_by_name:
      return "where names alone show it";
    case Check::null_member:
      return "a member";
    case Check::null_item:
      return "an item of a list that may hold no null";
    case Check::constraint:
      return "a length, range, pattern or enum";
    default:
      return "";
  }
}

}  // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> made;
    for (std::vector<Rule> (*family)() : {http_and_contract, decode, schema, of_cases, behaviour}) {
      for (Rule& rule : family()) made.push_back(std::move(rule));
    }
    return made;
  }();
  return all;
}

const Rule* rule_named(std::string_view id) {
  if (id.starts_with(in_a_later_call)) id.remove_prefix(in_a_later_call.size());
  const auto& all = rules();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Rule& rule) { return rule.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::string weight_of(const Rule& rule) {
  if (rule.checks.empty()) return std::string(word_of(Severity::deviation));
  std::vector<std::string> words;
  for (const Severity each : {Severity::deviation, Severity::drift, Severity::none}) {
    const bool occurs = std::any_of(rule.checks.begin(), rule.checks.end(), [&](Check check) {
      return std::any_of(std::begin(sources), std::end(sources), [&](contract::Source source) {
        return severity(check, AnswerKind::success, source) == each ||
               severity(check, AnswerKind::error, source) == each;
      });
    });
    if (occurs) words.emplace_back(word_of(each));
  }
  return core::join(words, " or ");
}

std::vector<std::string> weights_in_words(const Rule& rule) {
  if (rule.checks.empty()) return {"deviation: the case demands it"};
  std::vector<std::string> lines;
  for (const Check check : rule.checks) {
    const std::string success = by_source(check, AnswerKind::success),
                      error = by_source(check, AnswerKind::error);
    const std::string_view what = about(check);
    const std::string before = rule.checks.size() > 1 && !what.empty() ? std::string(what) + ": " : "";
    if (success == error) {
      lines.push_back(before + success);
    } else {
      lines.push_back(before + "in a success " + success + "; in an error " + error);
    }
  }
  return lines;
}

bool is_rule_or_glob(std::string_view text) {
  if (rule_named(text) != nullptr) return true;
  const auto& all = rules();
  return std::any_of(all.begin(), all.end(), [&](const Rule& rule) {
    return core::glob_match(text, rule.id) || core::glob_match(text, std::string(in_a_later_call) + rule.id);
  });
}

}  // namespace hallmark::verdict
