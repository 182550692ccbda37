// The manual page, from the interface.
#include <fmt/format.h>

#include "cli/interface.h"
#include "core/text.h"

namespace hallmark::cli {
namespace {

// Text that roff shows as it stands.
std::string roff(std::string_view text) {
  std::string out;
  bool begins = true;
  for (const char c : text) {
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '`') {
      out += "\\(ga";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '^') {
      out += "\\(ha";
    } else {
      out += c;
    }
  }
  return out;
}

// Lines as they stand, in a block of their own.
std::string block(std::string_view text) {
  return ".nf\n" + roff(text) + (text.ends_with('\n') ? "" : "\n") + ".fi\n";
}

std::string of_option(const OptionFacts& option) {
  std::string head;
  for (const std::string& name : {option.letter, option.name}) {
    if (name.empty()) continue;
    if (!head.empty()) head += ", ";
    head += "\\fB" + roff(name) + "\\fR";
  }
  if (!option.value.empty() && option.name.starts_with("-")) head += " \\fI" + roff(option.value) + "\\fR";
  std::string text = roff(option.text);
  if (!option.preset.empty()) text += " [" + roff(option.preset) + "]";
  return ".TP\n" + head + "\n" + text + "\n";
}

std::string synopsis(const CommandFacts& command) {
  std::string line = "\\fBhallmark " + roff(command.name) + "\\fR [\\fIoptions\\fR]";
  for (const OptionFacts& each : command.positionals) {
    const std::string name = "\\fI" + roff(each.name) + "\\fR" + (each.repeatable ? "..." : "");
    line += each.required ? " " + name : " [" + name + "]";
  }
  return line;
}

}  // namespace

std::string man_page(const Interface& interface) {
  std::string text =
      fmt::format(".TH HALLMARK 1 \"\" \"hallmark {}\" \"User Commands\"\n", roff(interface.version));
  text += ".SH NAME\nhallmark \\- hold an HTTP endpoint to its documentation\n";
  text += ".SH SYNOPSIS\n";
  for (const CommandFacts& command : interface.commands) text += synopsis(command) + "\n.br\n";
  text += ".SH DESCRIPTION\n" + roff(wrapped(interface.text, 0, 100)) + "\n";
  text +=
      "It reads what the documents of a service promise, sends the requests that put each promise to the "
      "test against any "
      "endpoint, and reports which promises hold, which do not, and which could not be put to the test and "
      "why.\n";
  for (const OptionFacts& option : interface.options) text += of_option(option);
  text += ".SH COMMANDS\n";
  for (const CommandFacts& command : interface.commands) {
    text += fmt::format(".SS hallmark {}\n{}\n.PP\n{}\n", roff(command.name), roff(command.text) + ".",
                        synopsis(command));
    for (const OptionFacts& each : command.positionals) text += of_option(each);
    for (const OptionFacts& option : command.options) text += of_option(option);
    if (!command.footer.empty()) text += ".PP\n" + block(command.footer);
  }
  text += ".SH EXIT STATUS\n" + block(interface.footer);
  text +=
      ".SH ENVIRONMENT\n.TP\n\\fBHALLMARK_DATA\\fR\nThe folder of Hallmark's own data.\n"
      ".TP\n\\fBAWS_ACCESS_KEY_ID\\fR, \\fBAWS_SECRET_ACCESS_KEY\\fR, \\fBAWS_SESSION_TOKEN\\fR\n"
      "Credentials of an identity whose profile says \\fIenv\\fR.\n"
      ".TP\n\\fBNO_COLOR\\fR, \\fBCLICOLOR\\fR, \\fBCLICOLOR_FORCE\\fR\nWhether the console is coloured.\n";
  text += ".SH SEE ALSO\n\\fBhallmark explain\\fR \\fIword\\fR says what words and rules of reports mean.\n";
  return text;
}

}  // namespace hallmark::cli
