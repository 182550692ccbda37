// Strings that would speak to a terminal, a CI system, a browser or an XML reader, in every place from
// which an endpoint's words reach a report.
#include "core/text.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "misbehaving/harness.h"
#include "misbehaving/soundness.h"

namespace hallmark::misbehaving {
namespace {

using exchange::testing::response;

const std::string json = "Content-Type: application/x-amz-json-1.0\r\n";

// What is put into every place, one kind each.
const std::pair<const char*, std::string> payloads[] = {
    {"Controls", "a\x01\x02\x07\x08\x0b\x0c\x0e\x1f\x7f z"},
    {"C1Controls",
     "a\xc2\x85\xc2\x9b"
     "31m\xc2\x90q\xc2\x9c z"},
    {"TerminalEscapes",
     "\x1b[2J\x1b[31mred\x1b]0;title\x07\x1b]8;;http://e.example\x1b\\link\x1b[6n\x1b[?1049h"},
    {"CarriageReturns", "fine\r::error::overwritten\rHallmark: conforms\n"},
    {"GitHubCommands",
     "\n::error file=a,line=1::broken\n::set-output name=a::b\n ::add-mask::x\n::stop-commands::t\n"},
    {"AzureCommands",
     "\n##vso[task.setvariable variable=a]b\n##[error]broken\n##[group]x\nx ##vso[task.complete "
     "result=Succeeded]"},
    {"TeamCityCommands", "\n##teamcity[testFailed name='a']\n ##teamcity[buildStatus status='SUCCESS']\n"},
    {"TravisAndGitLab", "\ntravis_fold:start:a\n\x1b[0Ksection_start:1:a\r\x1b[0Kb\n"},
    {"Script",
     "</pre></code></script><script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover=\"alert(1)\" "
     "x=\""},
    {"Html",
     "</title></style></html><iframe src=//e.example></iframe><a href=\"javascript:alert(1)\">a</a><!--"},
    {"Cdata", "]]>]]&gt;<![CDATA[ x ]]><?php echo 1 ?>&lt;&amp;&#0;&#xFFFE;&bogus;<!DOCTYPE a>"},
    {"NonCharacters", "a\xef\xbf\xbe\xef\xbf\xbf\xf4\x8f\xbf\xbf z"},
    {"TurningText",
     "a\xe2\x80\xae"
     "drowssap\xe2\x81\xa6\xe2\x80\x8f\xef\xbb\xbf z"},
    {"Markdown",
     "```\n\n# Every case conforms\n\n| a | b |\n|--|--|\n[link](javascript:alert(1)) "
     "![](http://e.example/p.png)\n```"},
    {"Formats", "%s%n%n%1000000d {} {0} {:>1000000} $HOME `id` $(id) ';id;'"},
    {"Long", std::string(300'000, 'x') + "\n::error::" + std::string(300'000, 'y')},
};

// A JSON string that stands for exactly these bytes, written raw where JSON allows it.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}
// As a header value, a reason or a status line can carry it.
std::string on_one_line(std::string text) {
  text = core::replace_all(core::replace_all(std::move(text), "\r", " "), "\n", " ");
  return text.substr(0, 20'000);
}

struct Place {
  const char* name;
  std::string (*answer)(const std::string& payload, const std::string& conforming);
};

const Place places[] = {
    {"InAMember",
     [](const std::string& p, const std::string& conforming) {
       const std::size_t at = conforming.find("\"Name\":\"");
       const std::size_t end = conforming.find('"', at + 8);
       std::string body = conforming.substr(conforming.find("\r\n\r\n") + 4);
       const std::size_t head = conforming.size() - body.size();
       return response(200, body.substr(0, at - head) + "\"Name\":" + quoted(p) + body.substr(end + 1 - head),
                       json);
     }},
    {"InEveryMember",
     [](const std::string& p, const std::string&) {
       const std::string text = quoted(p);
       return response(200,
                       "{\"Domain\":{\"Name\":" + text + ",\"Arn\":" + text + ",\"DomainStatus\":" + text +
                           ",\"CreatedAt\":" + text + ",\"UpdatedAt\":[" + text + "],\"DomainId\":{" + text +
                           ":" + text + "}}}",
                       json);
     }},
    {"InMemberNames",
     [](const std::string& p, const std::string&) {
       return response(200,
                       "{" + quoted(p) + ":1,\"Domain\":{" + quoted(p) + ":{" + quoted(p) + ":[" + quoted(p) +
                           "]},\"name\":1}}",
                       json);
     }},
    {"InErrorCodes",
     [](const std::string& p, const std::string&) {
       return response(400,
                       "{\"__type\":" + quoted(p) + ",\"code\":" + quoted(p) + ",\"message\":" + quoted(p) +
                           ",\"Message\":" + quoted(p) + "}",
                       json);
     }},
    {"InTheMessage",
     [](const std::string& p, const std::string&) {
       return response(400, "{\"__type\":\"ValidationException\",\"message\":" + quoted(p) + "}", json);
     }},
    {"InHeaders",
     [](const std::string& p, const std::string&) {
       const std::string text = on_one_line(p);
       return response(400, "{}",
                       "Content-Type: " + text + "\r\nx-amzn-ErrorType: " + text +
                           "\r\nx-amzn-RequestId: " + text + "\r\nETag: " + text + "\r\nLocation: " + text +
                           "\r\nX-Any: " + text + "\r\n");
     }},
    {"InHeaderNames",
     [](const std::string& p, const std::string&) {
       return response(200, "{}", on_one_line(p) + ": a\r\n" + json);
     }},
    {"InTheReason",
     [](const std::string& p, const std::string&) {
       return "HTTP/1.1 418 " + on_one_line(p) + "\r\n" + json + "Content-Length: 2\r\n\r\n{}";
     }},
    {"InsteadOfHttp", [](const std::string& p, const std::string&) { return p + p; }},
    {"InTheBody", [](const std::string& p, const std::string&) { return response(200, p, json); }},
    {"InTheContentCoding",
     [](const std::string& p, const std::string&) {
       return response(200, "{}", json + "Content-Encoding: " + on_one_line(p) + "\r\n");
     }},
    {"InChunks",
     [](const std::string& p, const std::string&) {
       return "HTTP/1.1 200 OK\r\n" + json + "Transfer-Encoding: chunked\r\n\r\n" +
              on_one_line(p).substr(0, 2000) + "\r\n" + p;
     }},
};

// One test for each kind of text, all places in it.
class Text : public testing::TestWithParam<std::size_t> {};

TEST_P(Text, StaysText) {
  const auto& [kind, payload] = payloads[GetParam()];
  for (const Place& place : places) {
    const Said said = run_against({.script =
                                       [&, text = payload](Visit& visit) {
                                         visit.peer.write(place.answer(text, visit.conforming()));
                                         visit.peer.close();
                                       },
                                   .options = {"--timeout", "10s"}});
    note_row(std::string(kind) + place.name, said);
    SCOPED_TRACE(std::string(kind) + " " + place.name);
    expect_sound(said);
    // Anything but a clean pass: an unknown header alone may drift.
    if (place.name != std::string("InTheContentCoding")) {
      EXPECT_NE(said.status, "conforms") << said.out;
    }
    EXPECT_NE(said.status, "skipped");
  }
}
INSTANTIATE_TEST_SUITE_P(Text, Text, testing::Range(std::size_t{0}, std::size(payloads)),
                         [](const auto& row) { return payloads[row.param].first; });

// The same through XML, whose texts and names are others; all kinds at once.
TEST(TextInXml, StaysText) {
  std::string all;
  for (const auto& [kind, payload] : payloads) {
    for (const char c : payload.substr(0, 2000)) {  // what XML cannot hold is tried among the bodies
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && byte != 0xEF && byte != 0xBF && byte != 0xBE) all += c;
    }
    all += "\n";
  }
  all = core::replace_all(std::move(all), "]]>", "]]");
  const std::string text = core::replace_all(core::replace_all(all, "&", "&amp;"), "<", "&lt;");
  for (const std::string& body :
       {"<ConnectionGroup><Id>" + text + "</Id><Name>" + text + "</Name><ETag>" + text + "</ETag><Enabled>" +
            text + "</Enabled><LastModifiedTime>" + text + "</LastModifiedTime></ConnectionGroup>",
        "<ErrorResponse><Error><Type>" + text + "</Type><Code>" + text + "</Code><Message>" + text +
            "</Message></Error><RequestId>" + text + "</RequestId></ErrorResponse>",
        "<ConnectionGroup><![CDATA[" + all + "]]></ConnectionGroup>"}) {
    const int status = body.starts_with("<Error") ? 400 : 200;
    const Said said = run_against(
        {.script =
             [&](Visit& visit) { visit.peer.write(response(status, body, "Content-Type: text/xml\r\n")); },
         .service = "cloudfront"});
    expect_sound(said);
    EXPECT_EQ(said.status, "deviates");
    EXPECT_EQ(said.words.find("decode.malformed"), std::string::npos);
  }
}

// Words that reach a report by way of what is arranged: the reason of a blocked case, the journal, a kept
// value.
TEST(TextInArrangements, StaysText) {
  for (const auto& [kind, payload] : payloads) {
    for (const int status : {400, 200}) {
      const Said said = run_against({.script =
                                         [&, text = payload](Visit& visit) {
                                           const std::string body =
                                               status == 400 ? "{\"__type\":" + quoted(text) +
                                                                   ",\"message\":" + quoted(text) + "}"
                                                             : "{\"Domain\":{\"DomainId\":" + quoted(text) +
                                                                   ",\"Name\":" + quoted(text) + "}}";
                                           visit.peer.write(response(status, body, json));
                                         },
                                     .every = true});
      SCOPED_TRACE(kind);
      expect_sound(said);
      EXPECT_NE(said.status, "conforms");
      if (said.files.contains("journal")) {
        for (const std::string& line : core::split(said.files.at("journal"), '\n')) {
          if (line.empty()) continue;
          EXPECT_TRUE(json_problems(line).empty()) << line;
        }
      }
    }
  }
}

// The searching itself: each kind of damage is seen.
TEST(Soundness, SeesWhatItLooksFor) {
  for (const char* text : {"a\x1b[31m", "::error::x", " ::error::x", "x ##vso[a]", "##[group]",
                           "##teamcity[x]", "\xff", "a\r", "a\xc2\x9b", "\u202e"}) {
    EXPECT_FALSE(log_problems(text).empty()) << one_line(text);
  }
  EXPECT_TRUE(log_problems("a\tb\n  c :: d # [x] ärger\n").empty());
  for (const char* text : {"<a>", "<a>&bogus;</a>", "<a>\x01</a>", "<!DOCTYPE a><a/>", "<a b=\"<\"/>"}) {
    EXPECT_FALSE(xml_problems(text).empty()) << text;
  }
  EXPECT_TRUE(xml_problems("<a b=\"1\">&lt;</a>").empty());
  for (const char* text :
       {"<p><script>1</script>", "<p onclick=a>", "<img src=a>", "<a href=\"javascript:1\">",
        "<a href=\"http://e.example\">", "<meta http-equiv=refresh content=0>"}) {
    EXPECT_FALSE(html_problems(text).empty()) << text;
  }
  EXPECT_TRUE(html_problems("<p>&lt;script&gt; <a href=\"#x\">x</a></p>").empty());
  EXPECT_FALSE(json_problems("{\"a\":1,\"a\":2}").empty());
  EXPECT_FALSE(json_problems("{\"a\":}").empty());
}

}  // namespace
}  // namespace hallmark::misbehaving
