#include "endpoint/mutants/mutants.h"

namespace hallmark::endpoint {

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::signature:
      return "signature";
    case Stage::request:
      return "request";
    case Stage::validation:
      return "validation";
    case Stage::behaviour:
      return "behaviour";
    case Stage::output:
      return "output";
    case Stage::error:
      return "error";
    case Stage::response:
      return "response";
    case Stage::wire:
      return "wire";
  }
  return "wire";
}

// Arguments: `pointer` goes into the output's members document, with '*' for any index; `exception` is a
// name, or '*' for any; `A@B` puts the second argument behind an '@'.
const std::vector<MutantKind>& mutant_kinds() {
  static const std::vector<MutantKind> kinds = {
      {"unsigned-accepted", Stage::signature, "", "a request without a signature is served"},
      {"bad-signature-accepted", Stage::signature, "", "a signature is not verified"},
      {"unknown-key-accepted", Stage::signature, "", "a request signed with a key that nobody has is served"},
      {"other-service-accepted", Stage::signature, "", "a signature made for another service is taken"},
      {"expired-accepted", Stage::signature, "", "a request signed long ago is served"},
      {"permissions-ignored", Stage::signature, "", "an account without permission is served"},
      {"rate-ignored", Stage::signature, "", "an account that is over its rate is served"},

      {"text-trimmed", Stage::request, "member", "blanks around a text are cut off"},
      {"member-ignored", Stage::request, "member", "an input member is not taken"},

      {"constraint-ignored", Stage::validation, "clause or clause@path", "a constraint is not enforced"},
      {"pattern-start-ignored", Stage::validation, "path", "the first character of a text is not looked at"},
      {"length-in-bytes", Stage::validation, "path", "the bytes of a text are counted, not its characters"},
      {"longest-refused", Stage::validation, "path", "a text of the greatest length is refused"},
      {"malformed-accepted", Stage::validation, "", "a body that cannot be read is taken for an empty one"},
      {"stored-although-refused", Stage::validation, "", "a refused request has its effect all the same"},

      {"changed-by-update", Stage::behaviour, "pointer", "an update changes what it does not name"},
      {"tags-lost-by-update", Stage::behaviour, "", "an update takes the tags away"},
      {"item-stale", Stage::behaviour, "list@member", "of an item that was there a member is not updated"},
      {"unknown-id-accepted", Stage::behaviour, "", "an identifier that names nothing succeeds"},
      {"not-stored", Stage::behaviour, "", "the answer says so, but nothing is stored"},
      {"stored-partly", Stage::behaviour, "member", "one member is answered but not stored"},
      {"stored-elsewhere", Stage::behaviour, "", "another resource is changed than the one that was named"},
      {"others-touched", Stage::behaviour, "", "a change also changes another resource"},
      {"clobbering-not-done", Stage::behaviour, "", "what an update leaves out is kept"},
      {"item-limit-ignored", Stage::behaviour, "", "more items are taken than a group may have"},
      {"if-match-ignored", Stage::behaviour, "", "any version is taken for the current one"},
      {"etag-constant", Stage::behaviour, "", "every version has the same ETag"},
      {"etag-refused", Stage::behaviour, "", "the ETag that was given out is refused"},
      {"identifier-constant", Stage::behaviour, "", "every created resource has the same identifier"},
      {"numbers-alike", Stage::behaviour, "", "all items of a list have the same number"},
      {"lists-of-another", Stage::behaviour, "", "lists are another resource's"},
      {"name-truncated", Stage::behaviour, "", "names are cut to eight characters"},
      {"name-reencoded", Stage::behaviour, "", "names come back percent-encoded"},
      {"update-time-not-advanced", Stage::behaviour, "", "an update does not move the time of update"},
      {"update-time-before-creation", Stage::behaviour, "",
       "an update sets the time of update before that of creation"},
      {"creation-time-changes", Stage::behaviour, "", "an update changes the time of creation"},

      {"unknown-accepted", Stage::behaviour, "member", "what this member names need not exist"},
      {"another-exception", Stage::behaviour, "exception", "what is unknown is refused by this exception"},
      {"alive-after-removal", Stage::behaviour, "", "what was removed is there all the same"},
      {"duplicate-made", Stage::behaviour, "", "a second one of the same name is made"},
      {"parent-removed", Stage::behaviour, "", "what has something in it is removed, and that stays"},
      {"referenced-removed", Stage::behaviour, "", "what another thing refers to is removed"},
      {"unready-accepted", Stage::behaviour, "", "what is still being made is taken as if it were there"},
      {"twice-accepted", Stage::behaviour, "member", "the same item is taken twice in a list"},
      {"taken-accepted", Stage::behaviour, "member", "the name of another thing is taken"},
      {"item-missing", Stage::behaviour, "", "the last one is missing from a list"},
      {"item-twice", Stage::behaviour, "", "the first one is in a list twice"},
      {"removed-still-listed", Stage::behaviour, "", "what was removed is still in a list"},
      {"page-twice", Stage::behaviour, "", "the first page comes a second time"},
      {"token-endless", Stage::behaviour, "", "after the last page there is a token for the first"},
      {"size-ignored", Stage::behaviour, "", "the size of pages is ignored"},
      {"filter-ignored", Stage::behaviour, "member", "a filter filters nothing"},
      {"filter-inverted", Stage::behaviour, "", "a filter lets through what it should not"},
      {"batch-all-failed", Stage::behaviour, "", "one bad item of a batch takes the good ones down"},
      {"sequence-broken", Stage::behaviour, "row",
       "what knowledge says that comes after other calls does not"},
      {"condition-ignored", Stage::behaviour, "member", "a condition of the request is not looked at"},
      {"growth-missing", Stage::behaviour, "", "counters and times stand still whatever is changed"},
      {"asked-for-missing", Stage::behaviour, "member", "what a member asks for is not answered"},
      {"range-shifted", Stage::response, "", "the bytes of a range begin one byte too late"},
      {"token-has-second-effect", Stage::behaviour, "", "the same idempotency token makes a second one"},
      {"token-mismatch-accepted", Stage::behaviour, "",
       "the same idempotency token is taken with another input"},
      {"member-lost", Stage::behaviour, "member", "a member is not stored"},
      {"members-swapped", Stage::behaviour, "member@member", "two members change places"},
      {"member-cut", Stage::behaviour, "member", "half of a text is kept"},
      {"zero-as-unset", Stage::behaviour, "member", "0 and false are taken for unset"},
      {"body-cut", Stage::behaviour, "member", "bytes are cut at 1 MiB"},
      {"digest-ignored", Stage::behaviour, "member", "a digest of other bytes is taken"},
      {"reset-by-update", Stage::behaviour, "member", "an update that leaves a member out clears it"},
      {"neighbour-updated", Stage::behaviour, "", "another one is changed than the one that was named"},
      {"all-updated", Stage::behaviour, "", "another one is changed besides"},
      {"refused-sticks", Stage::behaviour, "", "what is refused is made or changed all the same"},
      {"tag-lost", Stage::behaviour, "", "tags are not kept"},
      {"tag-kept", Stage::behaviour, "", "tags that are taken away stay"},
      {"empty-tag-lost", Stage::behaviour, "", "tags without a value are not kept"},
      {"told-otherwise", Stage::behaviour, "", "a list tells of a thing what no other answer does"},
      {"unsteady", Stage::behaviour, "", "a reading tells something else each time"},

      {"drop-member", Stage::output, "pointer", "a member is missing"},
      {"null-member", Stage::output, "pointer", "a member is null"},
      {"null-item", Stage::output, "pointer", "JSON: a list ends with a null"},
      {"blank-member", Stage::output, "pointer", "an identifier is an empty text"},
      {"value-outside", Stage::output, "pointer", "a member's value is none of its enum's"},
      {"wrong-type", Stage::output, "pointer", "a member has another type"},
      {"number-too-wide", Stage::output, "pointer", "a whole number does not fit its type"},
      {"rename-case", Stage::output, "pointer", "a member's name differs by case"},
      {"wrap-member", Stage::output, "pointer", "a member's value stands in an object of its own"},
      {"unwrap-member", Stage::output, "pointer", "a structure's members stand where it should"},
      {"lift-member", Stage::output, "pointer", "a member stands one level further out"},
      {"list-as-object", Stage::output, "pointer", "a list is an object"},
      {"bare-item", Stage::output, "pointer", "a list is its first item"},
      {"other-string", Stage::output, "pointer", "CBOR: a text is a byte string, or bytes are a text"},
      {"timestamp-format", Stage::output,
       "pointer@date-time|http-date|epoch|milliseconds|text, CBOR: untagged|other-tag",
       "a timestamp is in another format or unit"},
      {"etag-in-body", Stage::output, "", "the ETag stands in the body instead of its header"},

      {"success-status", Stage::response, "status", "a success has another status"},
      {"always-error", Stage::error, "exception", "every request is answered by this exception"},
      {"always-success", Stage::error, "", "every error is answered as a success"},
      {"error-status", Stage::error, "exception@status", "an exception has another status"},
      {"error-code", Stage::error, "exception@missing|misspelt|case|sibling|disagree|query-missing",
       "an exception has another code"},
      {"error-code-misplaced", Stage::error, "exception",
       "the code stands where the protocol does not put it"},
      {"error-envelope", Stage::error, "exception@other|empty|html|text",
       "an error's body is not the protocol's"},
      {"error-envelope-part", Stage::error, "exception@type-missing|type-wrong|id-missing",
       "XML: a part of an error's envelope is missing or wrong"},
      {"error-member-outside", Stage::error, "exception@member",
       "a member of an exception has a value that is none of its enum's"},
      {"error-member-dropped", Stage::error, "exception@member", "a member of an exception is missing"},
      {"error-member-wrong-type", Stage::error, "exception@member",
       "a member of an exception has another type"},

      {"protocol-header", Stage::response, "missing|wrong",
       "CBOR: a success has no smithy-protocol, or another"},
      {"content-type", Stage::response, "missing|wrong|twice|other-version",
       "a success has no Content-Type, another, two that contradict each other, or that of another version"},
      {"xml-document", Stage::response, "undeclared-prefix|other-namespace|other-root",
       "XML: the root has a prefix that nothing declares, another namespace, or another name"},
      {"body", Stage::response, "truncated|syntax|utf8|trailing|empty|html|bom|br",
       "the body of a success cannot be read"},

      {"wire", Stage::wire,
       "truncated|length-above|length-below|conflicting-length|reset|broken-chunk|behind|head|status-line|"
       "silent",
       "the HTTP message itself is broken"},
  };
  return kinds;
}

}  // namespace hallmark::endpoint
