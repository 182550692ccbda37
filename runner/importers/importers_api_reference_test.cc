#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/error.h"
#include "core/testing.h"
#include "importers/api_reference_text.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

namespace trait = contract::trait;

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

TEST(Facts, AreFoundBehindTheProse) {
  using api_reference::facts_of;
  const auto facts = facts_of(
      "The Type: of thing. Required: maybe. Type: String Length Constraints: Minimum length of 1. Maximum "
      "length of 256. "
      "Pattern: ^(Required|Type: x)+$Required: Yes");
  EXPECT_EQ(facts.type, "String");
  EXPECT_EQ(facts.length, "Minimum length of 1. Maximum length of 256.");
  EXPECT_EQ(facts.pattern, "^(Required|Type: x)+$");
  EXPECT_EQ(facts.required, "Yes");
  const auto map = facts_of(
      "Tags. Type: String to string map Key Length Constraints: Maximum length of 8. Value Length "
      "Constraints: Fixed length of 3. Required: No");
  EXPECT_EQ(map.type, "String to string map");
  EXPECT_EQ(map.key_length, "Maximum length of 8.");
  EXPECT_EQ(map.value_length, "Fixed length of 3.");
  EXPECT_EQ(map.length, "");
  EXPECT_EQ(facts_of("You lack permission. HTTP Status Code: 403").status, "403");
}

TEST(StatedLimits, ReadMinimumMaximumAndFixed) {
  const auto fixed = api_reference::limits_of("Fixed length of 22.");
  EXPECT_EQ(fixed.min, "22");
  EXPECT_EQ(fixed.max, "22");
  const auto range = api_reference::limits_of("Minimum value of -1.5. Maximum value of 2560.");
  EXPECT_EQ(range.min, "-1.5");
  EXPECT_EQ(range.max, "2560");
}

// One operation in the bulleted layout and in Markdown: the same contract.
const std::string bulleted = R"(FirePot
Fires a pot.
Request Syntax
PUT /pots/potId
/fire?dryRun=DryRun
 HTTP/1.1 X-Kiln: Kiln
 Content-type: application/json { "glaze": "
string
", "marks": [ { "left":number
 } ], "tags": { "
string
" : "
string
" } }
URI Request Parameters
The request uses the following URI parameters.
- dryRun
-
Only tries.
Required: No
- potId
-
The pot.
Length Constraints: Fixed length of 8.
Required: Yes
- X-Kiln
-
The kiln.
Required: Yes
Request Body
The request accepts the following data in JSON format.
- glaze
-
The glaze.
Type: String
Valid Values: CLEAR | ASH
Required: Yes
- marks
-
The marks.
Type: Array of Mark objects
Array Members: Minimum number of 1 item. Maximum number of 5 items.
Required: No
- tags
-
The tags.
Type: String to string map
Required: No
Response Syntax
HTTP/1.1 202 Content-type: application/json { "firedAt": number, "id": "string" }
Response Elements
If the action is successful, the service sends back an HTTP 202 response.
- firedAt
-
When.
Type: Timestamp
- id
-
The id.
Type: String
Errors
For information about the errors that are common to all actions, see Common Errors.
- TooHotException
-
Too hot.
HTTP Status Code: 418
See Also
)";

const std::string markdown = R"(# FirePot
<a name="API_FirePot"></a>

Fires a pot.

## Request Syntax
<a name="API_FirePot_RequestSyntax"></a>

```
PUT /pots/{{potId}}/fire?dryRun={{DryRun}} HTTP/1.1
X-Kiln: {{Kiln}}
Content-type: application/json

{
   "glaze": "{{string}}",
   "marks": [ 
      { 
         "left": {{number}}
      }
   ],
   "tags": { 
      "{{string}}" : "{{string}}" 
   }
}
```

## URI Request Parameters
<a name="API_FirePot_RequestParameters"></a>

 ** [dryRun](#API_FirePot_RequestSyntax) **   <a name="x-FirePot-request-dryRun"></a>
Only tries.  
Required: No

 ** [potId](#API_FirePot_RequestSyntax) **   <a name="x-FirePot-request-potId"></a>
The pot.  
Length Constraints: Fixed length of 8.  
Required: Yes

 ** [X-Kiln](#API_FirePot_RequestSyntax) **   <a name="x-FirePot-request-Kiln"></a>
The kiln.  
Required: Yes

## Request Body
<a name="API_FirePot_RequestBody"></a>

 ** [glaze](#API_FirePot_RequestSyntax) **   <a name="x"></a>
The glaze.  
Type: String  
Valid Values: `CLEAR | ASH`   
Required: Yes

 ** [marks](#API_FirePot_RequestSyntax) **   <a name="x"></a>
The marks.  
Type: Array of [Mark](API_Mark.md) objects  
Array Members: Minimum number of 1 item. Maximum number of 5 items.  
Required: No

 ** [tags](#API_FirePot_RequestSyntax) **   <a name="x"></a>
The tags.  
Type: String to string map  
Required: No

## Response Syntax
<a name="API_FirePot_ResponseSyntax"></a>

```
HTTP/1.1 202
Content-type: application/json

{
   "firedAt": number,
   "id": "string"
}
```

## Response Elements
<a name="API_FirePot_ResponseElements"></a>

If the action is successful, the service sends back an HTTP 202 response.

 ** [firedAt](#API_FirePot_ResponseSyntax) **   <a name="x"></a>
When.  
Type: Timestamp

 ** [id](#API_FirePot_ResponseSyntax) **   <a name="x"></a>
The id.  
Type: String

## Errors
<a name="API_FirePot_Errors"></a>

 ** TooHotException **   <a name="x"></a>
Too hot.  
HTTP Status Code: 418

## See Also
)";

TEST(ApiReference, ReadsBindingsLimitsAndStatusesInEachLayout) {
  for (const std::string& text : {bulleted, markdown}) {
    const contract::Model model = read_api_reference(text, "kiln.FirePot.txt");
    EXPECT_EQ(model.slug, "kiln");
    const contract::Operation* operation = model.operation("FirePot");
    ASSERT_NE(operation, nullptr);
    const auto http = contract::http_binding(*operation);
    ASSERT_TRUE(http);
    EXPECT_EQ(http->method, "PUT");
    EXPECT_EQ(http->uri, "/pots/{potId}/fire");
    EXPECT_EQ(http->code, 202);
    const contract::Shape* input = model.shape(operation->input);
    ASSERT_NE(input, nullptr);
    std::map<std::string, bool> required;
    for (const contract::Member& member : input->members)
      required[member.name] = contract::is_required(member);
    const std::map<std::string, bool> expected = {{"DryRun", false}, {"potId", true},  {"Kiln", true},
                                                  {"glaze", true},   {"marks", false}, {"tags", false}};
    EXPECT_EQ(required, expected);
    EXPECT_TRUE(input->member("potId")->traits.has(trait::http_label));
    EXPECT_EQ(*input->member("DryRun")->traits.find(trait::http_query), "dryRun");
    EXPECT_EQ(*input->member("Kiln")->traits.find(trait::http_header), "X-Kiln");
    const contract::Shape& pot = contract::target_of(model, *input->member("potId"));
    EXPECT_EQ(*pot.traits.find(trait::length), Json({{"min", 8}, {"max", 8}}));
    EXPECT_EQ(contract::enum_values(contract::target_of(model, *input->member("glaze"))),
              (std::vector<Json>{"CLEAR", "ASH"}));
    const contract::Shape& marks = contract::target_of(model, *input->member("marks"));
    EXPECT_EQ(marks.type, contract::ShapeType::list);
    EXPECT_EQ(*marks.traits.find(trait::length), Json({{"min", 1}, {"max", 5}}));
    EXPECT_EQ(contract::target_of(model, marks.members[0]).members.size(), 1U);
    EXPECT_EQ(contract::target_of(model, *input->member("tags")).type, contract::ShapeType::map);
    ASSERT_EQ(operation->errors.size(), 1U);
    EXPECT_EQ(*model.shape(operation->errors[0])->traits.find(trait::http_error), 418);
    const contract::Shape* output = model.shape(operation->output);
    ASSERT_NE(output, nullptr);
    EXPECT_EQ(contract::target_of(model, *output->member("firedAt")).type, contract::ShapeType::timestamp);
  }
}

TEST(ApiReference, RefusesWhatIsNoOperation) {
  EXPECT_THROW(static_cast<void>(read_api_reference("", "x")), core::DocumentError);
  EXPECT_THROW(static_cast<void>(read_api_reference("Welcome\nThis guide describes things.\n", "x")),
               core::DocumentError);
  EXPECT_THROW(static_cast<void>(read_api_reference("Op\nRequest Syntax\n\xff", "x")), core::DocumentError);
}

TEST(ApiReference, SurvivesDamage) {
  std::size_t refused = 0, read_well = 0;
  for (const std::string& page : {bulleted, markdown}) {
    for (std::size_t i = 0; i < page.size(); i += 5) {
      for (const std::string& text :
           {page.substr(0, i), page.substr(i), page.substr(0, i) + "{[\"<" + page.substr(i)}) {
        try {
          static_cast<void>(read_api_reference(text, "x.txt"));
          ++read_well;
        } catch (const core::DocumentError&) {
          ++refused;
        }
      }
    }
  }
  EXPECT_GT(refused, 100U);
  EXPECT_GT(read_well, 100U);
}

TEST(ApiReference, ReadsTheSeed) {
  const auto seeds = core::shared_data("seeds");
  if (!seeds) GTEST_SKIP() << core::absent("seeds");
  const contract::Model model = read_api_reference(read(*seeds / "001_6caf991e1cffc2d2.txt"), "001.txt");
  const contract::Operation* operation = model.operation("CreateVoiceConnectorGroup");
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(contract::http_binding(*operation)->code, 201);
  EXPECT_EQ(operation->errors.size(), 8U);
  const contract::Shape* output = model.shape(operation->output);
  ASSERT_NE(output, nullptr);
  const contract::Shape& group = contract::target_of(model, output->members[0]);
  EXPECT_EQ(group.members.size(), 5U);
  EXPECT_EQ(contract::target_of(model, *group.member("CreatedTimestamp")).type,
            contract::ShapeType::timestamp);
  // Twice the time that is a number here and text there; once the list that comes back empty.
  EXPECT_EQ(model.contradictions.size(), 3U);
}

TEST(ApiReference, ReadsTheCorpus) {
  const auto pages = core::shared_data("corpus/apiref/pages");
  if (!pages) GTEST_SKIP() << core::absent("corpus/apiref/pages");
  const auto truth = *core::shared_data("corpus/apiref/truth");
  std::map<std::string, std::pair<int, int>>
      layouts;  // pages, pages on which names, required and statuses agree
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*pages)) {
    if (!entry.is_regular_file()) continue;
    const std::string layout = entry.path().parent_path().filename().string();
    auto& [total, right] = layouts[layout];
    ++total;
    const std::string name = entry.path().filename().string();
    const std::string service = name.substr(0, name.find('.'));
    const std::string op = name.substr(service.size() + 1, name.rfind('.') - service.size() - 1);
    const Json expected = Json::parse(read(truth / service / (op + ".json")));
    contract::Model model;
    ASSERT_NO_THROW(model = read_api_reference(read(entry.path()), name)) << entry.path();
    const contract::Operation* operation = model.operation(op);
    ASSERT_NE(operation, nullptr) << entry.path();
    std::map<std::string, std::string> errors, read_errors;
    for (const Json& error : expected["errors"]) {
      // A page lists the code that stands on the wire, where a model has one beside the name.
      errors[error.value("code", error["name"].get<std::string>())] =
          error.contains("httpStatusCode") ? error["httpStatusCode"].dump() : "";
    }
    for (const std::string& id : operation->errors) {
      const Json* status = model.shape(id)->traits.find(trait::http_error);
      read_errors[std::string(contract::name_of(id))] = status == nullptr ? "" : status->dump();
    }
    bool same = errors.size() == read_errors.size();
    for (const auto& [error, status] : errors) {
      same = same && read_errors.contains(error) && (status.empty() || read_errors[error] == status);
    }
    if (same) {
      ++right;
    } else {
      std::cout << "errors differ: " << layout << " " << name << " " << errors.size() << " "
                << read_errors.size() << "\n";
    }
  }
  for (const auto& [layout, counts] : layouts) {
    std::cout << "API Reference layout " << layout << ": errors and statuses agree on " << counts.second
              << " of " << counts.first << " pages\n";
    EXPECT_EQ(counts.second, counts.first) << layout;
  }
}

}  // namespace
}  // namespace hallmark::importers
