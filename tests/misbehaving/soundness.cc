#include "misbehaving/soundness.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include <algorithm>
#include <set>

#include "core/json.h"
#include "core/text.h"
#include "misbehaving/harness.h"
#include "reports/html_script.h"

namespace hallmark::misbehaving {
namespace {

std::string_view name_of(const xmlChar* name) { return reinterpret_cast<const char*>(name); }

void walk(const xmlNode* node, Problems& problems) {
  static const std::set<std::string_view> harmful = {"iframe", "img", "object", "embed", "link", "base",
                                                     "form",   "svg", "video",  "audio", "frame"};
  for (; node != nullptr; node = node->next) {
    if (node->type == XML_ELEMENT_NODE) {
      const std::string name = core::to_lower(name_of(node->name));
      if (name == "script") {
        // The page's own, of which the tests of the reports see that its policy lets nothing else run.
        xmlChar* content = xmlNodeGetContent(node);
        if (name_of(content) != reports::html_script) problems.emplace_back("the page holds another script");
        xmlFree(content);
      } else if (harmful.contains(name)) {
        problems.push_back("the page holds an element " + name);
      }
      if (name == "meta" && xmlHasProp(node, reinterpret_cast<const xmlChar*>("http-equiv")) != nullptr) {
        xmlChar* value = xmlGetProp(node, reinterpret_cast<const xmlChar*>("http-equiv"));
        if (core::to_lower(name_of(value)) == "refresh") problems.emplace_back("the page refreshes itself");
        xmlFree(value);
      }
      for (const xmlAttr* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
        const std::string attribute_name = core::to_lower(name_of(attribute->name));
        if (attribute_name.starts_with("on")) problems.push_back("an attribute " + attribute_name);
        if (attribute_name != "href" && attribute_name != "src") continue;
        xmlChar* value = xmlGetProp(node, attribute->name);
        if (!std::string_view(name_of(value)).starts_with('#')) {
          problems.push_back(fmt::format("{} leads to {}", attribute_name, one_line(name_of(value))));
        }
        xmlFree(value);
      }
    }
    walk(node->children, problems);
  }
}

void forbid(const Said& said, const std::string& name, const Problems& problems) {
  for (const std::string& problem : problems)
    ADD_FAILURE() << name << ": " << problem << "\n" << one_line(said.words);
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += c >= 0x20 && c < 0x7f ? c : '?';
  return line;
}

Problems text_problems(std::string_view text) {
  Problems problems;
  if (const auto at = core::first_invalid_utf8(text))
    problems.push_back(fmt::format("byte {} is not UTF-8", *at));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f || c1) {
      problems.push_back(fmt::format("control character 0x{:02x} near \"{}\"", byte,
                                     one_line(text.substr(i < 30 ? 0 : i - 30, 60))));
      break;
    }
  }
  for (const char* bidi : {"\u202e", "\u2066", "\u200f", "\ufeff", "\ufffe"}) {
    if (text.find(bidi) != std::string_view::npos) problems.emplace_back("an invisible or turning character");
  }
  return problems;
}

Problems log_problems(std::string_view text) {
  Problems problems = text_problems(text);
  for (const std::string& line : core::split(text, '\n')) {
    const std::string_view words = core::trim(line);
    if (words.starts_with("::"))
      problems.push_back("a line that GitHub obeys: " + one_line(words.substr(0, 60)));
    for (const char* command : {"##[", "##vso[", "##teamcity[", "travis_fold:"}) {
      if (words.find(command) != std::string_view::npos) {
        problems.push_back("a command: " + one_line(words.substr(words.find(command), 60)));
      }
    }
  }
  return problems;
}

Problems xml_problems(std::string_view text) {
  xmlDoc* document =
      xmlReadMemory(text.data(), static_cast<int>(text.size()), "report.xml", nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
  if (document == nullptr) {
    const xmlError* error = xmlGetLastError();
    return {fmt::format("not well-formed: {}",
                        error != nullptr && error->message != nullptr ? error->message : "?")};
  }
  Problems problems;
  if (document->intSubset != nullptr) problems.emplace_back("a document type");
  xmlFreeDoc(document);
  return problems;
}

Problems html_problems(std::string_view text) {
  htmlDocPtr document =
      htmlReadMemory(text.data(), static_cast<int>(text.size()), "report.html", "utf-8",
                     HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER);
  if (document == nullptr) return {"not HTML"};
  Problems problems;
  walk(xmlDocGetRootElement(document), problems);
  xmlFreeDoc(document);
  return problems;
}

Problems json_problems(std::string_view text) {
  const auto parsed = core::parse_json(text);
  if (parsed.fault) return {fmt::format("{} at line {}", parsed.fault->message, parsed.fault->position.line)};
  if (!parsed.duplicates.empty()) return {"duplicate name " + parsed.duplicates[0].pointer};
  return {};
}

void expect_sound(const Said& said) {
  EXPECT_TRUE(said.exit_code == 0 || said.exit_code == 1 || said.exit_code == 4 || said.exit_code == 5)
      << "exit code " << said.exit_code << "\n"
      << said.out.substr(0, 4000) << said.err.substr(0, 4000);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LE(said.peak_mb, 1500) << "the run took too much memory";
#endif
  for (const auto& [name, text] : said.files) {
    EXPECT_TRUE(name == "stdout" || name == "stderr" || name == "journal" || name == "record.jsonl" ||
                name.starts_with("report."))
        << "left behind: " << name;
    for (const std::string& key : {planted_keys().secret_access_key, planted_keys().session_token}) {
      EXPECT_EQ(text.find(key), std::string::npos) << name << " holds a secret";
    }
  }
  EXPECT_LE(said.bytes, 8U << 20U) << "the run wrote too much";
  for (const char* name : {"report.xml", "report.json", "report.html", "report.md", "record.jsonl"}) {
    EXPECT_TRUE(said.files.contains(name) && !said.files.at(name).empty()) << name << " is missing";
    if (!said.files.contains(name)) return;
  }
  forbid(said, "console", log_problems(said.out));
  forbid(said, "error stream", log_problems(said.err));
  forbid(said, "JUnit as a log", log_problems(said.files.at("report.xml")));
  forbid(said, "JUnit", xml_problems(said.files.at("report.xml")));
  forbid(said, "Markdown", log_problems(said.files.at("report.md")));
  forbid(said, "HTML", text_problems(said.files.at("report.html")));
  forbid(said, "HTML", html_problems(said.files.at("report.html")));
  forbid(said, "JSON", json_problems(said.files.at("report.json")));
  if (said.files.at("record.jsonl").size() == most_read)
    return;  // one answer of many megabytes, cut off here
  for (const std::string& line : core::split(said.files.at("record.jsonl"), '\n')) {
    if (!line.empty()) forbid(said, "recording", json_problems(line));
  }
}

}  // namespace hallmark::misbehaving
