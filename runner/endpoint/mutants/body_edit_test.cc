// Every change that mutants make to a body, in each format: what a decoder of the protocol says of it.
#include "endpoint/mutants/body_edit.h"

#include <gtest/gtest.h>

#include <functional>

#include "contract/smithy.h"
#include "core/text.h"
#include "endpoint/mutants/cbor_tree.h"
#include "endpoint/mutants/variations.h"

namespace hallmark::endpoint {
namespace {

constexpr std::string_view document = R"json({"smithy": "2.0", "shapes": {
  "t#Service": {"type": "service", "version": "1", "operations": [{"target": "t#Get"}],
    "traits": {"aws.api#service": {"sdkId": "T"}, "aws.protocols#restJson1": {}, "aws.protocols#restXml": {},
               "smithy.protocols#rpcv2Cbor": {}}},
  "t#Get": {"type": "operation", "output": {"target": "t#Out"},
    "traits": {"smithy.api#http": {"method": "GET", "uri": "/", "code": 200}}},
  "t#Out": {"type": "structure", "members": {
    "Name": {"target": "smithy.api#String"}, "Count": {"target": "smithy.api#Integer"},
    "When": {"target": "smithy.api#Timestamp"}, "Data": {"target": "smithy.api#Blob"},
    "Inner": {"target": "t#Inner"}, "Items": {"target": "t#Items"}, "Texts": {"target": "t#Texts"}}},
  "t#Inner": {"type": "structure", "members": {"A": {"target": "smithy.api#String"}}},
  "t#Items": {"type": "list", "member": {"target": "t#Inner"}},
  "t#Texts": {"type": "list", "member": {"target": "smithy.api#String"}}}})json";

Json members() {
  return {{"Name", "tea"},         {"Count", 3},
          {"When", 1568824714.5},  {"Data", "YWJj"},
          {"Inner", {{"A", "a"}}}, {"Items", {{{"A", "b"}}, {{"A", "c"}}}},
          {"Texts", {"d"}}};
}

class BodyEdits : public ::testing::Test {
 protected:
  // The diagnostics on the answer after `change` at `pointer`, "kind@pointer, …"; "unchanged" when it could
  // not be made.
  std::string after(std::string_view protocol_name, const std::string& pointer,
                    const std::function<bool(BodyEdit&, const Place&)>& change) {
    const wire::Protocol& protocol = *wire::find_protocol(protocol_name);
    const contract::Operation& operation = *model_.operation("Get");
    Json output = members();
    if (speaks_xml(protocol)) output["When"] = "2019-09-18T16:38:34.5Z";
    wire::Response response = protocol.encode_response(model_, operation, output);
    const auto edit = BodyEdit::open(protocol, response.body);
    if (edit == nullptr) return "not opened";
    for (const Place& place : places_of(model_, protocol, *model_.shape("t#Out"), output)) {
      if (place.pointer != pointer) continue;
      if (!change(*edit, place)) return "unchanged";
      response.body = edit->text();
      const wire::Decoded decoded = protocol.decode_response(model_, operation, response);
      read_ = decoded.members;
      std::vector<std::string> diagnostics;
      for (const auto& diagnostic : decoded.diagnostics)
        diagnostics.push_back(std::string(wire::to_string(diagnostic.kind)) + "@" + diagnostic.pointer);
      const Json* value = core::pointer_find(read_, pointer);
      return !diagnostics.empty() ? core::join(diagnostics, ", ")
             : value == nullptr   ? "gone"
                                  : core::dump(*value);
    }
    return "no such place";
  }

  contract::Model model_ = contract::read_smithy(core::load_json_text(std::string(document), "t.json"));
  Json read_;
};

TEST_F(BodyEdits, AreSeenByADecoder) {
  struct Row {
    const char* what;
    const char* pointer;
    std::function<bool(BodyEdit&, const Place&)> change;
    const char *json, *xml, *cbor;
  };
  const std::vector<Row> rows = {
      {"drop", "/Name", [](auto& body, auto& at) { return body.drop(at); }, "gone", "gone", "gone"},
      {"null", "/Name", [](auto& body, auto& at) { return body.make_null(at); }, "null-member@/Name",
       "unchanged", "null-member@/Name"},
      {"retype text", "/Name", [](auto& body, auto& at) { return body.retype(at); }, "17", "misplaced@/Name",
       "lexical@/Name"},
      {"retype number", "/Count", [](auto& body, auto& at) { return body.retype(at); }, R"("no value")",
       "lexical@/Count", "lexical@/Count"},
      {"retype time", "/When", [](auto& body, auto& at) { return body.retype(at); }, "lexical@/When",
       "lexical@/When", "lexical@/When"},
      {"retype list", "/Items", [](auto& body, auto& at) { return body.retype(at); }, R"("text")",
       "misplaced@/Items", "lexical@/Items"},
      {"rename", "/Name", [](auto& body, auto& at) { return body.rename(at, "name"); }, "member-case@/Name",
       "member-case@/Name", "member-case@/Name"},
      {"wrap", "/Name", [](auto& body, auto& at) { return body.wrap(at, "Value"); }, R"({"Value":"tea"})",
       "misplaced@/Name", "lexical@/Name"},
      {"wrap list", "/Items", [](auto& body, auto& at) { return body.wrap(at, "Value"); },
       R"({"Value":[{"A":"b"},{"A":"c"}]})", "unknown-member@/Items, misplaced@/Items", "lexical@/Items"},
      {"unwrap", "/Inner", [](auto& body, auto& at) { return body.unwrap(at); }, "misplaced@/Inner/A",
       "misplaced@/Inner/A", "unknown-member@/A"},
      {"lift", "/Inner/A", [](auto& body, auto& at) { return body.lift(at); }, "unknown-member@/A",
       "unknown-member@/A", "unknown-member@/A"},
      {"bare item", "/Items", [](auto& body, auto& at) { return body.bare_item(at); }, R"({"A":"b"})",
       "unknown-member@/Items, misplaced@/Items", "lexical@/Items"},
      {"bare text", "/Texts", [](auto& body, auto& at) { return body.bare_item(at); }, R"("d")",
       "misplaced@/Texts", "lexical@/Texts"},
      {"list as object", "/Items", [](auto& body, auto& at) { return body.as_object(at); },
       R"({"0":{"A":"b"},"1":{"A":"c"}})", "unknown-member@/Items, unknown-member@/Items, misplaced@/Items",
       "lexical@/Items"},
      {"add", "/Name", [](auto& body, auto&) { return body.add("More", "x"); }, "unknown-member@/More",
       "unknown-member@/More", "unknown-member@/More"},
      {"remove", "/Name", [](auto& body, auto&) { return body.remove("Name"); }, "gone", "gone", "gone"},
      {"text as time", "/When", [](auto& body, auto& at) { return body.set_text(at, "\"noon\""); },
       "lexical@/When", "lexical@/When", "lexical@/When"},
      {"no tag", "/When", [](auto& body, auto& at) { return body.set_tag(at, std::nullopt); }, "unchanged",
       "unchanged", "timestamp-format@/When"},
      {"other tag", "/When", [](auto& body, auto& at) { return body.set_tag(at, 0); }, "unchanged",
       "unchanged", "timestamp-format@/When"},
      {"text as bytes", "/Name", [](auto& body, auto& at) { return body.swap_string(at); }, "unchanged",
       "unchanged", "lexical@/Name"},
      {"bytes as text", "/Data", [](auto& body, auto& at) { return body.swap_string(at); }, "unchanged",
       "unchanged", "lexical@/Data"},
      {"no UTF-8", "/Name", [](auto& body, auto&) { return body.break_text(); }, "unchanged", "unchanged",
       "invalid-utf8@/Name"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(after("rest-json", row.pointer, row.change), row.json) << row.what;
    EXPECT_EQ(after("rest-xml", row.pointer, row.change), row.xml) << row.what;
    EXPECT_EQ(after("rpcv2-cbor", row.pointer, row.change), row.cbor) << row.what;
  }
}

TEST_F(BodyEdits, KeepWhatTheyDoNotChange) {
  for (const char* protocol : {"rest-json", "rest-xml", "rpcv2-cbor"}) {
    EXPECT_EQ(after(protocol, "/Name", [](auto& body, auto& at) { return body.set_text(at, "\"milk\""); }),
              "\"milk\"")
        << protocol;
    Json expected = members();
    expected["Name"] = "milk";
    if (read_["When"].is_string()) expected["When"] = read_["When"];
    EXPECT_EQ(read_, expected) << protocol;
    EXPECT_EQ(after(protocol, "/Items/0", [](auto& body, auto& at) { return body.drop(at); }), R"({"A":"c"})")
        << protocol;
    EXPECT_EQ(read_["Items"], Json::parse(R"([{"A": "c"}])")) << protocol;
  }
  // Another time keeps its tag.
  EXPECT_EQ(
      after("rpcv2-cbor", "/When", [](auto& body, auto& at) { return body.set_text(at, "1568824799"); }),
      "1568824799");
}

TEST(BodyEdit, BreaksANameWhereThereIsNoText) {
  const auto edit = open_cbor_body("\xA1\x61\x61\x01");
  ASSERT_NE(edit, nullptr);
  EXPECT_TRUE(edit->break_text());
  EXPECT_EQ(edit->text(), "\xA2\x61\x61\x01\x66More\xff\xfe\x61x");
}

TEST(BodyEdit, OpensOnlyItsOwnFormat) {
  EXPECT_EQ(open_json_body("<a/>"), nullptr);
  EXPECT_EQ(open_xml_body("{}"), nullptr);
  EXPECT_EQ(open_cbor_body("{}"), nullptr);
  EXPECT_EQ(open_cbor_body(""), nullptr);
  EXPECT_NE(open_cbor_body("\xA0"), nullptr);
}

TEST(CborTree, WritesWhatWasRead) {
  struct Row {
    std::string definite, indefinite;
  };
  for (const Row& row : std::vector<Row>{
           {"\xA1\x61\x61\x83\x01\x20\xF6", "\xBF\x7F\x61\x61\xFF\x9F\x01\x20\xF6\xFF\xFF"},
           {std::string("\xC1\xFB\x41\xD7\x60\x99\x42\xA0\x00\x00", 10),
            std::string("\xC1\xFB\x41\xD7\x60\x99\x42\xA0\x00\x00", 10)},
           {std::string("\xA1\x61\x62\x42\x00\x01", 6),
            std::string("\xBF\x7F\x61\x62\xFF\x5F\x42\x00\x01\xFF\xFF", 11)},
           {std::string("\xFA\x47\xC3\x50\x00", 5), std::string("\xFA\x47\xC3\x50\x00", 5)},
           {"\x84\xF5\xF4\xF7\xF8\xFF", "\x9F\xF5\xF4\xF7\xF8\xFF\xFF"},
       }) {
    const auto read = wire::parse_cbor(row.definite);
    ASSERT_TRUE(read.value && !read.fault);
    EXPECT_EQ(write_cbor(*read.value), row.definite);
    EXPECT_EQ(write_cbor(*read.value, true), row.indefinite);
    const auto again = wire::parse_cbor(row.indefinite);
    ASSERT_TRUE(again.value && !again.fault);
    EXPECT_EQ(write_cbor(*again.value), row.definite);
  }
}

TEST(CborStyle, SaysTheSameOtherwise) {
  const std::string body = "\xA2\x61\x61\x01\x61\x62\x02";
  EXPECT_EQ(restyle_cbor(body, {}), body);
  EXPECT_EQ(restyle_cbor(body, {"member-order"}), "\xA2\x61\x62\x02\x61\x61\x01");
  EXPECT_EQ(restyle_cbor(body, {"cbor-indefinite"}), "\xBF\x7F\x61\x61\xFF\x01\x7F\x61\x62\xFF\x02\xFF");
  EXPECT_EQ(restyle_cbor("no CBOR", {"member-order"}), "no CBOR");
}

}  // namespace
}  // namespace hallmark::endpoint
