// The layouts in which API Reference pages are stored, one fence painted in each.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "contract/smithy.h"
#include "core/error.h"
#include "core/testing.h"
#include "core/text.h"
#include "importers/api_reference_bindings.h"
#include "importers/api_reference_lines.h"
#include "importers/importers.h"
#include "importers/testing.h"

namespace hallmark::importers {
namespace {

using testing::read_document_text;

namespace trait = contract::trait;

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// "Name status member member", one an exception.
std::vector<std::string> errors_of(const contract::Model& model, const contract::Operation& operation) {
  std::vector<std::string> found;
  for (const std::string& id : operation.errors) {
    const contract::Shape& shape = *model.shape(id);
    const Json* status = shape.traits.find(trait::http_error);
    std::string text(contract::name_of(id));
    text += " " + (status ? status->dump() : "?");
    for (const contract::Member& member : shape.members) text += " " + member.name;
    found.push_back(std::move(text));
  }
  return found;
}

// "name[!] type bindings", one a member.
std::vector<std::string> members_of(const contract::Model& model, const std::string& id) {
  std::vector<std::string> found;
  const contract::Shape* shape = model.shape(id);
  if (!shape) return found;
  for (const contract::Member& member : shape->members) {
    const contract::Shape& target = contract::target_of(model, member);
    std::string text = member.name + (contract::is_required(member) ? "! " : " ") +
                       std::string(contract::to_string(target.type));
    for (const auto& [name, short_name] :
         std::map<std::string_view, std::string>{{trait::http_label, " label"},
                                                 {trait::http_query, " query="},
                                                 {trait::http_header, " header="},
                                                 {trait::http_payload, " payload"},
                                                 {trait::http_response_code, " status"}}) {
      const Json* value = member.traits.find(name);
      if (value) text += short_name + (value->is_string() ? value->get<std::string>() : "");
    }
    for (const std::string_view limits : {trait::length, trait::range, trait::pattern}) {
      if (const Json* value = contract::effective(model, member, limits)) text += " " + value->dump();
    }
    found.push_back(std::move(text));
  }
  return found;
}

using Texts = std::vector<std::string>;

// As in repositories of documentation: anchors on the lines of headings, escapes, links in the syntax, names
// of members instead of those on the wire.
const std::string anchored = R"page(# MendFence<a name="API_shed_MendFence"></a>

Mends a fence\. Its \[old\] boards are kept \(see [Boards](boards.md#b)\)\.

**Note**  
Wet boards `wait\.here`\.

## Request Syntax<a name="API_shed_MendFence_RequestSyntax"></a>

```
POST /fences/fenceName/mend?dry=DryRun&kind=board HTTP/1.1
X-Shed-Tool: Tool
Content-Type: BoardType

Boards
```

## URI Request Parameters<a name="API_shed_MendFence_RequestParameters"></a>

The request requires the following URI parameters\.

 ** [BoardType](#API_shed_MendFence_RequestSyntax) **   <a name="shed-MendFence-request-BoardType"></a>
What the boards are of\.

 ** [dry](#API_shed_MendFence_RequestSyntax) **   <a name="shed-MendFence-request-DryRun"></a>
Only looks\. One of:  
+ **SOON** \- Looks soon\.
+ **LATE**

 ** [fenceName](#API_shed_MendFence_RequestSyntax) **   <a name="shed-MendFence-request-fenceName"></a>
The fence\.  
Length Constraints: Minimum length of 1\. Maximum length of 20\.  
Pattern: `[a-z_\.]+\*`

 ** [Tool](#API_shed_MendFence_RequestSyntax) **   <a name="shed-MendFence-request-Tool"></a>
How hard to hit\.  
Valid Range: Minimum value of 1\. Maximum value of 9\.

## Request Body<a name="API_shed_MendFence_RequestBody"></a>

The request accepts the following binary data\.

 ** [Boards](#API_shed_MendFence_RequestSyntax) **   <a name="shed-MendFence-request-Boards"></a>
The boards\.

## Response Syntax<a name="API_shed_MendFence_ResponseSyntax"></a>

```
HTTP/1.1 Outcome
X-Shed-Nails: Nails
Content-type: application/json

{
   "[left](#shed-MendFence-response-left)": [ 
      { 
         "[length](API_Board.md#shed-Type-Board-length)": number,
         "[paint](API_Board.md#shed-Type-Board-paint)": { ... }
      }
   ]
}
```

## Response Elements<a name="API_shed_MendFence_ResponseElements"></a>

If the action is successful, the service sends back the following HTTP response\.

 ** [Outcome](#API_shed_MendFence_ResponseSyntax) **   <a name="shed-MendFence-response-Outcome"></a>
200 or 202\.

The response returns the following HTTP headers\.

 ** [Nails](#API_shed_MendFence_ResponseSyntax) **   <a name="shed-MendFence-response-Nails"></a>
Nails used\.

The following data is returned in JSON format by the service\.

 ** [left](#API_shed_MendFence_ResponseSyntax) **   <a name="shed-MendFence-response-left"></a>
What is left\.  
Type: Array of [Board](API_Board.md) objects

## Errors<a name="API_shed_MendFence_Errors"></a>

 **NoNailsException**   
  
HTTP Status Code: 409

 **ShedException**   
The shed\.  
 ** reason **   
Why\.  
HTTP Status Code: 500

## See Also<a name="API_shed_MendFence_SeeAlso"></a>

+  [AWS SDK for C\+\+](https://docs.aws.amazon.com/goto/SdkForCpp/shed-2019-05-06/MendFence)
)page";

TEST(ApiReferenceLayouts, AnchorsEscapesAndLinks) {
  const contract::Model model = read_document_text(anchored, "API_shed_MendFence.md");
  EXPECT_EQ(model.slug, "shed");
  EXPECT_EQ(model.service.version, "2019-05-06");
  const contract::Operation* operation = model.operation("MendFence");
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(contract::http_binding(*operation)->uri, "/fences/{fenceName}/mend?kind=board");
  EXPECT_EQ(members_of(model, operation->input),
            (Texts{"BoardType string header=Content-Type", "DryRun string query=dry",
                   R"(fenceName! string label {"max":20,"min":1} "[a-z_\\.]+\\*")",
                   R"(Tool integer header=X-Shed-Tool {"max":9,"min":1})", "Boards blob payload"}));
  EXPECT_EQ(members_of(model, operation->output),
            (Texts{"Outcome string status", "Nails string header=X-Shed-Nails", "left list"}));
  EXPECT_EQ(errors_of(model, *operation), (Texts{"NoNailsException 409", "ShedException 500 reason"}));
  const contract::Shape& left = contract::target_of(model, *model.shape(operation->output)->member("left"));
  EXPECT_EQ(contract::target_of(model, left.members[0]).members.size(), 2U);
}

// Names in bold and blank lines; a table in a description names nothing.
const std::string blank_lines = R"(---
title: PaintShed
---
# PaintShed

## Request Syntax

```http
PUT /sheds/{{Shed}}?paint HTTP/1.1
```

## URI Request Parameters

**Shed**

The shed. Its parts:

| Name | Description |
| --- | --- |
| roof | Above. |

###### Note

In the following list, the required parameters are described first.

Length Constraints: Fixed length of 3.

Required: Yes

## Errors

### WetException

Wet.

HTTP Status Code: 409

### ColdException

Cold.

HTTP Status Code: 400

## See Also

- [SDK](../../goto/cli2/shed-2019-05-06/paintshed.md)
)";

TEST(ApiReferenceLayouts, BoldNamesBlankLinesAndHeadings) {
  const contract::Model model = read_document_text(blank_lines, "x.md");
  EXPECT_EQ(model.slug, "shed");
  const contract::Operation& operation = *model.operation("PaintShed");
  EXPECT_EQ(contract::http_binding(operation)->uri, "/sheds/{Shed}?paint");
  EXPECT_EQ(members_of(model, operation.input), (Texts{R"(Shed! string label {"max":3,"min":3})"}));
  EXPECT_EQ(errors_of(model, operation), (Texts{"WetException 409", "ColdException 400"}));
}

const std::string tables = R"(# ListSheds

## Request Syntax

```
GET /sheds?find=Shed&limit=Limit HTTP/1.1
```

## URI Request Parameters

| Name | Type | Required | Constraints | Description |
|------|------|:--------:|-------------|-------------|
| `limit` | Integer | No | Valid Range: 1-50 | How many. |

## Request Headers

| Header | Type | Valid Range | Pattern | Required | Description |
|--------|------|-------------|---------|----------|-------------|
| X-Shed-Page | Long | Minimum value of 0. | | Yes | Which. |
| X-Shed-Key | String | - | `(a\|b)+` | No | Whose. |

## Response Syntax

```
HTTP/1.1 200 OK
```

## Response Elements

| Element | Type | Location | Description |
|---------|------|----------|-------------|
| sheds | Array of strings | Body | All. |

## Response Headers

| Header | Description |
|--------|-------------|
| X-Shed-Total | How many there are. |

## Errors

| Error | HTTP status code | Description |
|-------|------------------|-------------|
| ColdException | 400 | Cold. |
| ShedException | 500 | The shed. |
)";

TEST(ApiReferenceLayouts, Tables) {
  const contract::Model model = read_document_text(tables, "garden.ListSheds.md");
  EXPECT_EQ(model.slug, "garden");
  const contract::Operation& operation = *model.operation("ListSheds");
  EXPECT_EQ(contract::http_binding(operation)->uri, "/sheds?find=Shed");
  EXPECT_EQ(members_of(model, operation.input), (Texts{R"(Limit integer query=limit {"max":50,"min":1})",
                                                       R"(X-Shed-Page! long header=X-Shed-Page {"min":0})",
                                                       R"(X-Shed-Key string header=X-Shed-Key "(a|b)+")"}));
  EXPECT_EQ(members_of(model, operation.output),
            (Texts{"sheds list", "X-Shed-Total string header=X-Shed-Total"}));
  EXPECT_EQ(errors_of(model, operation), (Texts{"ColdException 400", "ShedException 500"}));
}

TEST(ApiReferenceLayouts, PagesInProseAreNoOperations) {
  try {
    (void)read_document_text(
        "# Add Boards \\(POST boards\\)<a name=\"x\"></a>\n\nAdds\\.\n\n## Request Syntax<a "
        "name=\"y\"></a>\n\n## Errors\n",
        "x.md");
    ADD_FAILURE() << "read";
  } catch (const core::DocumentError& error) {
    EXPECT_EQ(error.problem().rule, "page.frame");
    EXPECT_NE(error.problem().message.find("title"), std::string::npos) << error.problem().message;
  }
}

TEST(ApiReferenceLayouts, LinesWithoutMarkup) {
  using api_reference::without_markup;
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"a\\.b `c\\.d` **e**", "a.b c\\.d e"},
      {"Type: [Tag](api-tag.md) object", "Type: Tag object"},
      {"*Type:* String to String map", "Type: String to String map"},
      {"Pattern: `^[^*]**\\.$`", "Pattern: ^[^*]**\\.$"},
      {"Pattern: ^a\\.b**$", "Pattern: ^a\\.b**$"},
      {"a &lt;b&gt; &amp;lt;<br>", "a <b> &lt; "},
      {"[ \"string\" ] (not a link)", "[ \"string\" ] (not a link)"},
  };
  for (const auto& [markup, plain] : rows) EXPECT_EQ(without_markup(markup), plain) << markup;
}

TEST(ApiReferenceLayouts, MembersOfErrorsAreNoErrors) {
  struct Row {
    const char* what;
    std::vector<std::pair<std::string, std::string>> items;  // name, text
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows = {
      {"members before the status",
       {{"AException", "A."}, {"Kind", "k."}, {"id", "i. HTTP Status Code: 409"}},
       {"AException 409 Kind id"}},
      {"codes of the query protocols",
       {{"Busy", "B. HTTP Status Code: 400"}, {"Gone", "G. HTTP Status Code: 404"}},
       {"Busy 400", "Gone 404"}},
      {"an exception without a status",
       {{"AException", "A."}, {"BException", "B. HTTP Status Code: 400"}},
       {"AException ", "BException 400"}},
      {"no statuses at all", {{"Busy", "B."}, {"Gone", "G."}, {"why", "w."}}, {"Busy ", "Gone  why"}},
  };
  for (const Row& row : rows) {
    api_reference::Section section{.name = "Errors", .text = {}, .items = {}, .line = 1};
    for (const auto& [name, text] : row.items)
      section.items.push_back({.name = name, .text = text, .line = 1});
    std::vector<std::string> listed;
    for (const auto& error : api_reference::listed_errors(section)) {
      listed.push_back(error.name + " " + error.status);
      for (const std::string& member : error.members) listed.back() += " " + member;
    }
    EXPECT_EQ(listed, row.expected) << row.what;
  }
}

TEST(ApiReferenceLayouts, TheServiceOfAPage) {
  struct Row {
    std::string file, behind, slug, version;
  };
  const std::string page = "GetShed\nErrors\nResponse Syntax\n{ }\nExamples\n";
  const std::vector<Row> rows = {
      {"barn.GetShed.txt", "https://docs.aws.amazon.com/goto/cli2/shed-2019-05-06/GetShed", "barn",
       "2019-05-06"},
      {"a.txt", "see https://docs.aws.amazon.com/goto/aws-cli/lex-runtime-2016-11-28/GetShed)", "lex-runtime",
       "2016-11-28"},
      {"a.txt", "X-Amz-Target: Shed_20190506.GetShed", "shed", ""},
      {"a.txt", "X-Amz-Target: Shed_20190506.OtherOperation", "", ""},
      {"a.txt", "POST / HTTP/1.1 Host: shed.eu-west-1.amazonaws.com Date: x", "shed", ""},
      {"a.txt", "Host: service.shed.aws.amazon.com", "shed", ""},
      {"a.txt", "Host: example.com", "", ""},
      {"a.txt", "https://docs.aws.amazon.com/shed/latest/APIReference/API_GetShed.html", "shed", ""},
      {"a.txt", "<a name=\"shed-GetShed-request-Name\"></a>", "shed", ""},
      {"a.txt", "<a name=\"SSS-GetShed-request-Name\"></a>", "", ""},
  };
  for (const Row& row : rows) {
    const contract::Model model = read_api_reference(page + row.behind + "\n", row.file);
    EXPECT_EQ(model.slug, row.slug) << row.behind;
    EXPECT_EQ(model.service.version, row.version) << row.behind;
  }
}

// The Markdown of the generator, as other programs write it. Syntax blocks and code stay as they are.
std::string rewritten(const std::string& page, bool anchors_on_headings, bool escapes,
                      bool bold_blank_lines) {
  std::string out;
  bool fenced = false;
  for (std::string line : core::split(page, '\n')) {
    if (line.starts_with("```")) fenced = !fenced;
    const bool anchor = line.starts_with("<a name=");
    if (anchors_on_headings && anchor && out.ends_with('\n')) out.pop_back();
    if (bold_blank_lines && anchor) continue;
    if (!fenced && escapes && !anchor) {
      std::string escaped;
      bool code = false;
      const std::size_t begin = std::min(line.find("</a>"), line.size());
      for (std::size_t at = 0; at < line.size(); ++at) {
        code = code != (line[at] == '`');
        // Not in front of names and links: those have no points.
        if (!code && line[at] == '.' && line.find("](") == std::string::npos && begin == line.size())
          escaped += '\\';
        escaped += line[at];
      }
      line = escaped;
    }
    if (!fenced && bold_blank_lines && line.starts_with(" ** ")) {
      const std::string name(core::trim(line.substr(3, line.rfind("**") - 3)));
      line = "**" + name + "**";
    }
    out += line + "\n";
    if (!fenced && bold_blank_lines) out += "\n";
  }
  return out;
}

TEST(ApiReferenceLayouts, EveryMarkdownSaysTheSame) {
  const auto pages = core::shared_data("corpus/apiref/pages/E");
  if (!pages) GTEST_SKIP() << core::absent("corpus/apiref/pages/E");
  std::size_t read_pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*pages)) {
    const std::string page = read(entry.path()), name = entry.path().filename().string();
    const contract::Model model = read_document_text(page, name);
    const std::map<std::string, std::string> others = {
        {"anchors on headings", rewritten(page, true, false, false)},
        {"anchors and escapes", rewritten(page, true, true, false)},
        {"bold and blank lines", rewritten(page, false, false, true)},
        {"front matter", "---\ntitle: x\nurl: y\n---\n\n" + page}};
    for (const auto& [what, text] : others) {
      SCOPED_TRACE(name + ": " + what);
      const contract::Model other = read_document_text(text, name);
      EXPECT_EQ(contract::write_smithy(other), contract::write_smithy(model));
      ++read_pages;
    }
  }
  EXPECT_EQ(read_pages, 120U);
}

TEST(ApiReferenceLayouts, ReportedPages) {
  const auto folder = core::shared_data("field/reported");
  if (!folder) GTEST_SKIP() << core::absent("field/reported");
  struct Row {
    const char* file;
    const char* slug;
    Texts errors;
  };
  const std::vector<Row> rows = {
      {"page-front-matter.md",
       "fences",
       {"AccessDeniedException 403", "ConflictException 409 resourceId resourceType",
        "InternalServerException 500 retryAfterSeconds"}},
      {"error-members-a.txt",
       "",
       {"ConflictException 409 resourceId resourceType", "InternalServerException 500 retryAfterSeconds"}},
      {"page-anchor-on-heading.md", "fences", {"FenceNotFoundException 404"}},
      {"page-bold-blank-lines.md", "fences", {"FenceNotFoundFault 404", "WetPaintFault 400"}},
  };
  for (const Row& row : rows) {
    const contract::Model model = read_document_text(read(*folder / row.file), row.file);
    EXPECT_EQ(model.slug, row.slug);
    const contract::Operation* operation = model.operation("PaintFence");
    ASSERT_NE(operation, nullptr) << row.file;
    EXPECT_EQ(errors_of(model, *operation), row.errors) << row.file;
  }
  const contract::Model model =
      read_document_text(read(*folder / "page-bold-blank-lines.md"), "page-bold-blank-lines.md");
  EXPECT_EQ(members_of(model, model.operation("PaintFence")->input),
            (Texts{R"(FenceName! string {"max":40,"min":1})", "Colour enum"}));
  EXPECT_EQ(members_of(model, model.operation("PaintFence")->output), (Texts{"Tags list", "Token string"}));
}

// XML: what stands in the root element is the payload's, unless that element is only the operation's name.
constexpr const char* kXmlPage = R"page(# PutGate<a name="API_PutGate"></a>

## Request Syntax<a name="API_PutGate_RequestSyntax"></a>

```
PUT /yards/Yard?gate HTTP/1.1
<?xml version="1.0" encoding="UTF-8"?>
<ROOT xmlns="http://example.com/doc/">
   <Height>integer</Height>
   <Plank>
      <Name>string</Name>
   </Plank>
   ...
</ROOT>
```

## URI Request Parameters<a name="API_PutGate_RequestParameters"></a>

 ** [Yard](#API_PutGate_RequestSyntax) **   <a name="x-request-uri-uri-Yard"></a>
The yard\.  
Required: Yes

## Request Body<a name="API_PutGate_RequestBody"></a>

The request accepts the following data in XML format\.

 ** [ROOT](#API_PutGate_RequestSyntax) **   <a name="x-request-ROOT"></a>
Root level tag for the ROOT parameters\.  
Required: Yes

 ** [Height](#API_PutGate_RequestSyntax) **   <a name="x-request-Height"></a>
The height\.  
Type: Integer  
Required: No

 ** [Plank](#API_PutGate_RequestSyntax) **   <a name="x-request-Plank"></a>
The planks\.  
Type: Array of [Plank](API_Plank.md) data types  
Required: Yes

## Response Syntax<a name="API_PutGate_ResponseSyntax"></a>

```
HTTP/1.1 200
```

## Errors<a name="API_PutGate_Errors"></a>
)page";

TEST(ApiReferenceLayouts, TheRootOfXmlHoldsWhatStandsInIt) {
  const auto read_with = [](const char* root) {
    return read_api_reference(core::replace_all(std::string(kXmlPage), "ROOT", root), "yards.PutGate.md");
  };
  const contract::Model payload = read_with("GateConfiguration");
  const std::string& input = payload.operation("PutGate")->input;
  EXPECT_EQ(members_of(payload, input),
            (Texts{"Yard! string label", "GateConfiguration! structure payload"}));
  const contract::Shape& body =
      contract::target_of(payload, *payload.shape(input)->member("GateConfiguration"));
  EXPECT_EQ(members_of(payload, body.id), (Texts{"Height integer", "Plank! list"}));
  const contract::Member& plank = *body.member("Plank");
  EXPECT_TRUE(plank.traits.has(trait::xml_flattened));
  const contract::Shape& item = contract::target_of(payload, contract::target_of(payload, plank).members[0]);
  EXPECT_EQ(members_of(payload, item.id), Texts{"Name string"});

  const contract::Model around = read_with("PutGateRequest");
  EXPECT_EQ(members_of(around, around.operation("PutGate")->input),
            (Texts{"Yard! string label", "Height integer", "Plank! list"}));
}

TEST(ApiReferenceLayouts, QueryMembersAreCalledByTheirFirstName) {
  const contract::Model model = read_api_reference(R"page(# SendPlank

## Request Parameters

 **Marks**
 **Marks\.entry\.N\.Name** (key)
 **Marks\.entry\.N\.Value** (value)
Marks\.
Type: String to [Mark](API_Mark.md) object map
Required: No

 **Tags\.Tag\.N**
Tags\.
Type: Array of [Tag](API_Tag.md) objects
Required: Yes

 **Names\.member\.N**
Names\.
Type: Array of strings

## Errors

For information about the errors that are common to all actions, see [Common Errors](CommonErrors.md)\.
)page",
                                                   "planks.SendPlank.md");
  EXPECT_EQ(members_of(model, model.operation("SendPlank")->input),
            (Texts{"Marks map", "Tags! list", "Names list"}));
}

}  // namespace
}  // namespace hallmark::importers
