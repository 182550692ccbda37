// The command line as data: what help, completions and the man page are made from, so that each command and
// option is declared once, in cli.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace hallmark::cli {

// What a value is, for completion.
enum class ValueKind { none, text, file, folder, target, service, id, word, choice };

struct OptionFacts {
  std::string name;                // "--target"; of what has no name the positional's: "ids"
  std::string letter;              // "-t"; may be empty
  std::string value;               // "TARGET"; empty: a flag
  std::string text;                // what it does
  std::string preset;              // what holds without it; may be empty
  std::vector<std::string> words;  // the values that there are, where kind is choice
  ValueKind kind = ValueKind::none;
  bool repeatable = false, required = false;
};

struct CommandFacts {
  std::string name, text, footer;  // footer: examples and remarks, in lines
  std::vector<OptionFacts> options, positionals;
};

struct Interface {
  std::string name, version, text, footer;
  std::vector<OptionFacts> options;  // of no command
  std::vector<CommandFacts> commands;
};

[[nodiscard]] Interface interface_of(const CLI::App& app);
[[nodiscard]] OptionFacts facts_of(const CLI::Option& option);

// Makes `app`, and the commands that are added to it from now on, print help from these facts, in lines that
// fit a terminal of a hundred columns.
void use_own_help(CLI::App& app);

// A script that completes the command line in "bash", "zsh" or "fish"; empty for another shell.
[[nodiscard]] std::string completion(const Interface& interface, std::string_view shell);
// The manual page, section 1, in roff.
[[nodiscard]] std::string man_page(const Interface& interface);

// Text in lines of at most `width` columns, each but the first behind `indent` blanks. Words are never cut.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace hallmark::cli
