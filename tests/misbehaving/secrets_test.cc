// Planted credentials against endpoints that say them back in every encoding: nothing that a run writes
// holds them, or the signatures made with them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/text.h"
#include "misbehaving/harness.h"

namespace hallmark::misbehaving {
namespace {

using exchange::testing::response;

const std::string json = "Content-Type: application/x-amz-json-1.0\r\n";

std::string each_as(const std::string& text, const char* format) {
  std::string out;
  for (const char c : text) out += fmt::format(fmt::runtime(format), static_cast<unsigned char>(c));
  return out;
}
std::string reversed(const std::string& text) { return {text.rbegin(), text.rend()}; }
std::string swapped_case(std::string text) {
  for (char& c : text) {
    const std::string one(1, c);
    const std::string lower = core::to_lower(one);
    c = lower == one ? core::to_upper(one)[0] : lower[0];
  }
  return text;
}
std::string with_entities(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '&'    ? "&amp;"
           : c == '<'  ? "&lt;"
           : c == '>'  ? "&gt;"
           : c == '"'  ? "&quot;"
           : c == '\'' ? "&apos;"
                       : std::string(1, c);
  }
  return out;
}
std::string url_safe(std::string text) {
  text = core::replace_all(core::replace_all(std::move(text), "+", "-"), "/", "_");
  while (text.ends_with('=')) text.pop_back();
  return text;
}
std::string percent_some(const std::string& text) {
  return core::replace_all(core::replace_all(core::replace_all(text, "%", "%25"), "\"", "%22"), "<", "%3c");
}
std::string json_minimal(const std::string& text) {
  return core::replace_all(core::replace_all(text, "\\", "\\\\"), "\"", "\\\"");
}

struct Encoding {
  const char* name;
  std::function<std::string(const std::string&)> encode;
};
const std::vector<Encoding>& encodings() {
  static const std::vector<Encoding> all = {
      {"plain", [](const std::string& s) { return s; }},
      {"lower case", core::to_lower},
      {"upper case", core::to_upper},
      {"swapped case", swapped_case},
      {"reversed", reversed},
      {"base64", [](const std::string& s) { return core::base64_encode(s); }},
      {"base64 behind one byte", [](const std::string& s) { return core::base64_encode("a" + s + "z"); }},
      {"base64 behind two bytes", [](const std::string& s) { return core::base64_encode("ab" + s + "yz"); }},
      {"base64url", [](const std::string& s) { return url_safe(core::base64_encode(s)); }},
      {"base64 twice", [](const std::string& s) { return core::base64_encode(core::base64_encode(s)); }},
      {"hex", [](const std::string& s) { return core::hex(s); }},
      {"HEX", [](const std::string& s) { return core::to_upper(core::hex(s)); }},
      {"hex with colons", [](const std::string& s) { return each_as(s, "{:02x}:"); }},
      {"hex with spaces", [](const std::string& s) { return each_as(s, "{:02X} "); }},
      {"percent", [](const std::string& s) { return core::percent_encode(s); }},
      {"percent, lower case", [](const std::string& s) { return core::to_lower(core::percent_encode(s)); }},
      {"percent of few", percent_some},
      {"percent of all", [](const std::string& s) { return each_as(s, "%{:02X}"); }},
      {"percent twice", [](const std::string& s) { return core::percent_encode(core::percent_encode(s)); }},
      {"JSON escapes", json_minimal},
      {"JSON escapes of all", [](const std::string& s) { return each_as(s, "\\u{:04x}"); }},
      {"JSON escapes with solidus",
       [](const std::string& s) { return core::replace_all(json_minimal(s), "/", "\\/"); }},
      {"JSON escapes twice", [](const std::string& s) { return json_minimal(json_minimal(s)); }},
      {"JSON escapes of HTML",
       [](const std::string& s) {
         return core::replace_all(
             core::replace_all(core::replace_all(json_minimal(s), "<", "\\u003c"), ">", "\\u003e"), "&",
             "\\u0026");
       }},
      {"C escapes", [](const std::string& s) { return each_as(s, "\\x{:02x}"); }},
      {"XML entities", with_entities},
      {"XML entities of all", [](const std::string& s) { return each_as(s, "&#{};"); }},
      {"XML entities of all, hexadecimal", [](const std::string& s) { return each_as(s, "&#x{:X};"); }},
      {"spaced", [](const std::string& s) { return each_as(s, "{:c} "); }},
      {"first half", [](const std::string& s) { return s.substr(0, s.size() / 2); }},
  };
  return all;
}

// Every form of every secret, as a reader of a report could undo it.
struct Form {
  std::string name, text;
};
std::vector<Form> forms_of(const std::string& what, const std::string& secret) {
  std::vector<Form> forms;
  for (const Encoding& encoding : encodings()) {
    if (encoding.name == std::string("first half")) continue;
    std::string text = encoding.encode(secret);
    // What neighbours change at the ends is not looked for.
    if (std::string_view(encoding.name).starts_with("base64")) text = text.substr(4, text.size() - 9);
    forms.push_back({what + ", " + encoding.name, text});
  }
  return forms;
}

std::string hidden(const std::string& text) { return core::shorten(core::printable(text), 60); }

// What of the forms stands in anything that the run left.
void expect_nothing_leaks(const Said& said, const std::vector<Form>& forms) {
  for (const auto& [name, text] : said.files) {
    // What a report's own escaping makes of a form is undone first.
    const std::string unescaped = core::replace_all(
        core::replace_all(
            core::replace_all(
                core::replace_all(core::replace_all(core::replace_all(text, "&lt;", "<"), "&gt;", ">"),
                                  "&quot;", "\""),
                "&#39;", "'"),
            "&amp;", "&"),
        "\\\\", "\\");
    const std::string unquoted = core::replace_all(core::replace_all(text, "\\\"", "\""), "\\\\", "\\");
    for (const Form& form : forms) {
      for (const std::string* each : {&text, &unescaped, &unquoted}) {
        if (each->find(form.text) == std::string::npos) continue;
        ADD_FAILURE() << name << " holds the " << form.name << ": " << hidden(form.text);
        break;
      }
    }
  }
}

std::string header_of(const std::string& request, const std::string& name) {
  const std::size_t at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

// All signatures that the runs below have sent.
std::vector<Form> signature_forms(const std::vector<std::string>& signatures) {
  std::vector<Form> forms;
  for (const std::string& signature : signatures) {
    for (Form& form : forms_of("signature", signature)) forms.push_back(std::move(form));
  }
  return forms;
}

struct Place {
  const char* name;
  std::string (*answer)(const std::string& text);
};
std::string quoted(const std::string& text) {
  return "\"" + core::replace_all(core::replace_all(text, "\\", "\\\\"), "\"", "\\\"") + "\"";
}
const Place places[] = {
    {"error code and message",
     [](const std::string& t) {
       return response(
           400, "{\"__type\":" + quoted(t) + ",\"message\":" + quoted("no access with " + t + ".") + "}",
           json);
     }},
    {"members",
     [](const std::string& t) {
       return response(200,
                       "{\"Domain\":{\"Name\":" + quoted(t) + ",\"Arn\":[" + quoted("x" + t) + "]," +
                           quoted(t) + ":" + quoted(t) + "}}",
                       json);
     }},
    {"headers",
     [](const std::string& t) {
       return response(400, "{}",
                       json + "x-amzn-ErrorType: " + t + "\r\nX-Echo: " + t + "\r\nETag: \"" + t + "\"\r\n");
     }},
    {"reason", [](const std::string& t) { return "HTTP/1.1 400 " + t + "\r\nContent-Length: 0\r\n\r\n"; }},
    {"body that is no JSON",
     [](const std::string& t) {
       return response(500, "<h1>Oops</h1> " + t + " at line 1", "Content-Type: text/html\r\n");
     }},
    {"gzip",
     [](const std::string& t) {
       return response(400, compressed("gzip", "{\"__type\":\"X\",\"message\":" + quoted(t) + "}", 1),
                       json + "Content-Encoding: gzip\r\n");
     }},
    {"no HTTP at all", [](const std::string& t) { return t + "\r\n\r\n"; }},
};

// One test for each secret and way of writing it down.
class Echo : public testing::TestWithParam<KeySource> {};

TEST_P(Echo, OfSecretsStaysOutOfEverythingWritten) {
  const Keys& keys = planted_keys();
  std::vector<Form> forms = forms_of("secret key", keys.secret_access_key);
  for (Form& form : forms_of("session token", keys.session_token)) forms.push_back(std::move(form));
  for (Form& form : forms_of("access key", keys.access_key_id)) forms.push_back(std::move(form));
  for (const Place& place : places) {
    // All encodings in one answer: each is a line, a list's item or a part of its own.
    std::string all;
    for (const Encoding& encoding : encodings()) {
      all += encoding.encode(keys.secret_access_key) + " , " + encoding.encode(keys.session_token) + " , " +
             encoding.encode(keys.access_key_id) + " , ";
    }
    std::vector<std::string> signatures;
    const Said said = run_against(
        {.script =
             [&](Visit& visit) {
               const std::string authorization = header_of(visit.request, "Authorization");
               const std::size_t at = authorization.find("Signature=");
               const std::string signature = at == std::string::npos ? "" : authorization.substr(at + 10);
               std::string text = all + authorization + " , ";
               for (const Encoding& encoding : encodings()) text += encoding.encode(signature) + " , ";
               if (!signature.empty()) signatures.push_back(signature);
               visit.peer.write(place.answer(text));
               visit.peer.close();
             }},
        GetParam());
    SCOPED_TRACE(place.name);
    note_row(std::string("EchoesSecretsIn ") + place.name, said);
    expect_sound(said);
    EXPECT_NE(said.status, "conforms");
    ASSERT_FALSE(signatures.empty());
    expect_nothing_leaks(said, forms);
    expect_nothing_leaks(said, signature_forms(signatures));
    EXPECT_THAT(said.files.at("report.json"), testing::HasSubstr("[redacted]"));
  }
}
INSTANTIATE_TEST_SUITE_P(Secrets, Echo,
                         testing::Values(KeySource::target_file, KeySource::environment,
                                         KeySource::shared_file),
                         [](const auto& row) {
                           return row.param == KeySource::target_file   ? "TargetFile"
                                  : row.param == KeySource::environment ? "Environment"
                                                                        : "SharedFile";
                         });

// The endpoint sends back whole requests, as debugging proxies do, while resources are arranged.
TEST(EchoOfRequests, StaysOutOfEverythingWritten) {
  std::vector<std::string> signatures;
  const Said said =
      run_against({.script =
                       [&](Visit& visit) {
                         const std::string authorization = header_of(visit.request, "Authorization");
                         signatures.push_back(authorization.substr(authorization.find("Signature=") + 10));
                         visit.peer.write(response(visit.number % 2 == 0 ? 200 : 403, visit.request,
                                                   "Content-Type: text/plain\r\n"));
                       },
                   .every = true});
  expect_sound(said);
  std::vector<Form> forms = signature_forms(signatures);
  for (Form& form : forms_of("session token", planted_keys().session_token)) forms.push_back(std::move(form));
  expect_nothing_leaks(said, forms);
}

// The searching itself.
TEST(EchoOfRequests, IsFoundByTheSearchWhenItIsThere) {
  Said said;
  said.files["report.md"] = "x " + core::base64_encode("ab" + planted_keys().secret_access_key + "yz") + " x";
  std::size_t found = 0;
  for (const Form& form : forms_of("secret key", planted_keys().secret_access_key)) {
    if (said.files["report.md"].find(form.text) != std::string::npos) ++found;
  }
  EXPECT_EQ(found, 1U);
}

}  // namespace
}  // namespace hallmark::misbehaving
