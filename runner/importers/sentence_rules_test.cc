#include "importers/sentence_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/error.h"

namespace hallmark::importers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The facts that a text states of a member "Name" beside "Other" and "Third".
std::vector<std::string> said(std::string_view type, const std::string& text) {
  std::vector<std::string> lines;
  for (const ReadFact& read : SentenceRules::standard().of_member(
           {.type = type, .member = "Name", .neighbours = {"Name", "Other", "Third"}}, text))
    lines.push_back(std::string(contract::name_of(read.fact.trait)) + " " + core::dump(read.fact.value));
  return lines;
}

TEST(SentenceRules, ReadOneSentenceEach) {
  const std::vector<std::tuple<std::string, std::string, std::string>> rows = {
      {"string", "Applies only if the load balancer has an associated security group.", "conditional {}"},
      {"string", "This parameter is only valid when you create a table.", "conditional {}"},
      {"boolean", "[Network Load Balancers] Whether it is open.", "conditional {}"},
      {"string", "The name can be 2 to 64 characters.", R"(length {"max":64,"min":2})"},
      {"string", "<p>Limits:</p><ul><li>A name can have up to 80 characters.</li></ul>",
       R"(length {"max":80})"},
      {"string",
       "<p>Limits:</p><ul><li>A name can have up to 80 characters.</li><li>Some must end with a "
       "suffix.</li></ul>",
       R"(length {"max":80})"},
      {"string", "It must contain at least 3 and no more than 63 characters.",
       R"(length {"max":63,"min":3})"},
      {"string", "The maximum length is 1,024 characters.", R"(length {"max":1024})"},
      {"integer", "Valid values: 0 to 900.", R"(range {"max":900,"min":0})"},
      {"integer", "Constraints: Minimum 20, maximum 100.", R"(range {"max":100,"min":20})"},
      {"long", "This value can be between 1 and 200.", R"(range {"max":200,"min":1})"},
      {"integer", "The maximum value is 500.", R"(range {"max":500})"},
      {"float", "Minimum value of 0.", R"(range {"min":0})"},
      {"list", "You can specify up to ten entries.", R"(length {"max":10})"},
      {"list", "You can specify from 1 to 5 security groups.", R"(length {"max":5,"min":1})"},
      {"string", "Valid values: `a` | `b`", R"(values ["a","b"])"},
      {"string",
       "<p>Valid values are:</p><ul><li><p><code>a</code> - one</p></li><li><code>b</code></li></ul>",
       R"(values ["a","b"])"},
      {"string", "The name can only contain letters, numbers, and hyphens (-).",
       R"(characters "[0-9A-Za-z-]")"},
      {"string", "Valid characters are A-Z, a-z, 0-9, and underscores (_).", R"(characters "[0-9A-Za-z_]")"},
      {"integer", "The default is 30 days.", "default 30"},
      {"boolean", "Default: <code>false</code>", "default false"},
      {"string", R"(The default is <code>"?"</code>.)", R"(default "?")"},
      {"string", "The following characters are accepted: alphanumeric characters and hyphens (-).",
       R"(characters "[0-9A-Za-z-]")"},
      {"string", "It can only contain letters, numbers, and periods (.).", R"(characters "[0-9A-Za-z.]")"},
      {"string", "If not specified, defaults to <code>vpc</code>.", R"(default "vpc")"},
      {"structure", "If you omit this parameter, the service's own is used.", "default null"},
      {"string", "This parameter is required.", "required {}"},
      {"string", "`Other` and `Name` are required.", "required {}"},
      {"string", "You can't specify both `Name` and `Other`.", R"(excludes ["Other"])"},
      {"list", "You must specify either `Name` or `Third`, but not both.", R"(excludes ["Third"])"},
      {"string", "This parameter cannot be used with <code>Other</code>.", R"(excludes ["Other"])"},
      {"string", "If you specify this field, you can't specify `Third`.", R"(excludes ["Third"])"},
      {"string", "<code>Name</code>, <code>Other</code> and <code>Third</code> are mutually exclusive.",
       R"(excludes ["Other","Third"])"},
  };
  for (const auto& [type, text, fact] : rows) EXPECT_THAT(said(type, text), ElementsAre(fact)) << text;
}

TEST(SentenceRules, SayNothingOfWhatHoldsUnderConditions) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"string", "If you specify only the name, it is limited to 64 characters in length."},
      {"string", "For example, up to 80 characters."},
      {"string", "<p>For names of the other kind:</p><ul><li>Up to 80 characters.</li></ul>"},
      {"string", "<ul><li>RDS for one - up to 80 characters.</li><li>For the other - up to 90.</li></ul>"},
      {"string", "Each key can have up to 80 characters."},
      {"integer", "When it is set, valid values are 1 to 5."},
      {"integer", "The maximum value of 1,000 fragments corresponds to 16 minutes."},
      {"list", "You can return up to 10 items at a time."},
      {"string", "Valid values include `a` and `b`."},
      {"string", "Valid values for `Other` are `a` and `b`."},
      {"string", "`Other` and `Third` are required."},
      {"string", "You can't specify both `Other` and `Third`."},
      {"string", "You can't specify both `Name` and `Strange`."},
      {"string", "The default is `a` or `b`."},
      {"boolean", "The default is `perhaps`."},
      {"string", "Default: <code>null</code>"},
      {"integer",
       "<p>Valid values are:</p><ul><li><code>-1</code> - none</li><li>A value between 0 and 60</li></ul>"},
      {"map", "<dl><dt>group</dt><dd><p>Required: Yes</p></dd></dl>"},
      {"integer", "The name can be 2 to 64 characters."},
  };
  for (const auto& [type, text] : rows) EXPECT_THAT(said(type, text), IsEmpty()) << text;
}

TEST(SentenceRules, SentencesThatDisagreeCancelOut) {
  EXPECT_THAT(said("string", "<p>Up to 8 characters.</p><p>Up to 64 characters.</p>"), IsEmpty());
  EXPECT_THAT(said("string", "<p>Up to 64 characters.</p><p>No more than 64 characters.</p>"),
              ElementsAre(R"(length {"max":64})"));
  EXPECT_THAT(said("integer", "<p>Default: 5</p><p>If you omit this value, it is chosen.</p>"),
              ElementsAre("default 5"));
}

std::string raised(const std::string& text) {
  const auto fact = SentenceRules::standard().of_exception(text);
  return fact ? core::dump(fact->value) : "nothing";
}

TEST(SentenceRules, SayWhenAnExceptionComes) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"<p>The batch has too many. The maximum number of entries you can include in a single request is "
       "10.</p>",
       R"({"class":"limit","max":10,"of":"entries"})"},
      {"A resource can have no more than 50 tags.", R"({"class":"limit","max":50,"of":"tags"})"},
      {"The specified queue does not exist.", R"({"class":"not_found"})"},
      {"A queue with this name already exists.", R"({"class":"exists"})"},
      {"You have exceeded the limit of groups.", R"({"class":"limit"})"},
      {"The request was denied due to request throttling.", R"({"class":"throttled"})"},
      {"You are not authorized to do this.", R"({"class":"denied"})"},
      {"The value of the parameter is not valid.", R"({"class":"invalid_input"})"},
      {"The group is in use.", R"({"class":"in_use"})"},
      {"Another request is in progress.", R"({"class":"conflict"})"},
      {"The specified conflict resolution list is not valid.", R"({"class":"invalid_input"})"},
      {"The cluster is not in the right state.", R"({"class":"state"})"},
      {"The state of the key is not valid for this request.", R"({"class":"state"})"},
      {"The network is in an invalid state.", R"({"class":"state"})"},
      {"The deployment does not have a status of Ready.", R"({"class":"state"})"},
      {"Deleting a resource can cause an inconsistent state.", R"({"class":"conflict"})"},
      {"At least one of the resources referenced by your request does not exist.",
       R"({"class":"not_found"})"},
      {"The customer reached the TPS limit.", R"({"class":"throttled"})"},
      {"You made too many calls in a short period of time.", R"({"class":"throttled"})"},
      {"One of the dependencies threw an exception.", R"({"class":"internal"})"},
      {"You don't have authorization to perform the action.", R"({"class":"denied"})"},
      {"An internal error occurred.", R"({"class":"internal"})"},
      {"<p>The token is not valid.</p><p>The token is in the message.</p><p><code>PutEvents</code> actions "
       "are "
       "now always accepted and never return <code>InvalidTokenException</code>.</p>",
       R"({"class":"never"})"},
      {"This exception is deprecated.", R"({"class":"never"})"},
      {"The type is deprecated.", "nothing"},
      {"Of this nothing is known.", "nothing"},
      {"", "nothing"},
  };
  for (const auto& [text, value] : rows) EXPECT_EQ(raised(text), value) << text;
}

TEST(SentenceRules, SayWhatMustBeGoneBeforeARemoval) {
  const auto said = [](const std::string& text) {
    const auto fact = SentenceRules::standard().of_removal(text);
    return fact ? core::dump(fact->value) : "nothing";
  };
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Deletes it. The plan must not be attached to an Auto Scaling group.", R"(["auto scaling group"])"},
      {"You can delete a group if it is not referenced by any actions.", R"(["actions"])"},
      {"You cannot delete a plan that is associated with any clusters.", R"(["clusters"])"},
      {"You can't delete a source if any current deliveries are associated with it.", R"(["deliveries"])"},
      {"You must delete all links to a sink before you can delete that sink.", R"(["links"])"},
      {"Before you can delete a set, all its member stack instances must be deleted.",
       R"(["stack instances"])"},
      {"Before you can delete the rule, you must remove all targets, using RemoveTargets.", R"(["targets"])"},
      {"All tables in the database must be deleted first.", R"(["tables"])"},
      {"The glossary must not have any glossary terms associated with it.", R"(["glossary terms"])"},
      {"You must delete all routes before you can delete the mesh. You can't delete a mesh that is used by a "
       "gateway.",
       R"(["routes","gateway"])"},
      {"Deletes the rules that are associated with the group.", "nothing"},
      {"You can't delete the default group.", "nothing"},
      {"", "nothing"},
  };
  for (const auto& [text, value] : rows) EXPECT_EQ(said(text), value) << text;
}

TEST(SentenceRules, SayThatAnExceptionIsOfWhatIsBeingMade) {
  const auto says = [](const std::string& text) {
    return SentenceRules::standard().of_making(text).has_value();
  };
  EXPECT_TRUE(says("For successful operation, the resource must be in the <code>ACTIVE</code> state."));
  EXPECT_TRUE(says("You tried to delete a table currently in the <code>CREATING</code> state."));
  EXPECT_TRUE(says("The certificate request is in process and has not yet been issued."));
  EXPECT_TRUE(says("The resource is already in use and not available for this operation."));
  EXPECT_FALSE(says("The service isn't available."));
  EXPECT_FALSE(says("The group is in use."));
}

TEST(SentenceRules, CarryWhatWasMeasured) {
  // A kind of which less than 95 of 100 held makes drift only.
  const auto one = [](const std::string& precision) {
    return SentenceRules::read(R"x({"rules":[{"id":"a","kind":"length","on":["string"],"with":["up to"],
      "pattern":"up to (?<max>[0-9]+)","precision":)x" +
                                   precision + R"(,"source":"s"}]})",
                               "t")
        .of_member({.type = "string", .member = "Name", .neighbours = {}}, "up to 5");
  };
  EXPECT_FALSE(one(R"({"agree":[95,100],"read":[20,20]})")[0].fact.drift);
  EXPECT_TRUE(one(R"({"agree":[94,100],"read":[20,20]})")[0].fact.drift);
  EXPECT_TRUE(one(R"({"agree":[94,100],"read":[20,20]})")[0].contradicts);
  EXPECT_TRUE(one(R"({"read":[9,10]})")[0].fact.drift);
  EXPECT_FALSE(one(R"({"read":[9,10]})")[0].contradicts);
  EXPECT_TRUE(one(R"({"read":[0,0]})")[0].fact.drift);
}

TEST(SentenceRules, HaveNamesOfTheirOwn) {
  const std::vector<std::string> ids = SentenceRules::standard().ids();
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
}

TEST(SentenceRules, RefuseWhatIsWrong) {
  for (const char* text : {"{}", R"({"rules":[{}]})", R"({"rules":[{"id":"a","kind":"moon","pattern":"x"}]})",
                           R"({"rules":[{"id":"a","kind":"length","on":[],"with":[],"pattern":"("}]})",
                           R"({"rules":[{"id":"a","kind":"length","on":[],"with":[],"pattern":"${N}"}]})",
                           R"({"rules":[{"id":"a","kind":"length","on":"string","with":[],"pattern":"x"}]})"})
    EXPECT_THROW((void)SentenceRules::read(text, "t"), core::DocumentError) << text;
}

// A default under the name of one engine is not that of all.
TEST(SentenceRules, ReadNothingOfAListOfDefinitions) {
  EXPECT_THAT(
      said("string",
           "<p>The name.</p> <dl> <dt>Oracle</dt> <dd> <p>Default: <code>ORCL</code> </p> </dd> </dl>"),
      IsEmpty());
  EXPECT_THAT(said("string", "<p>The name.</p> <p>Default: <code>ORCL</code> </p> <dl> <dt>A</dt> </dl>"),
              ElementsAre(R"(default "ORCL")"));
}

}  // namespace
}  // namespace hallmark::importers
