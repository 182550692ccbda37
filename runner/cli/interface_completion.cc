// Completions: a script for each shell, from the interface. What there is of targets, services, ids and words
// is asked of the program when it is needed.
#include <fmt/format.h>

#include "cli/interface.h"
#include "core/text.h"

namespace hallmark::cli {
namespace {

std::string names_of(const std::vector<OptionFacts>& options) {
  std::vector<std::string> names;
  for (const OptionFacts& option : options) {
    names.push_back(option.name);
    if (!option.letter.empty()) names.push_back(option.letter);
  }
  return core::join(names, " ");
}

std::string command_names(const Interface& interface) {
  std::vector<std::string> names;
  for (const CommandFacts& command : interface.commands) names.push_back(command.name);
  return core::join(names, " ");
}

// ---- bash ----

std::string bash_values(const OptionFacts& option) {
  switch (option.kind) {
    case ValueKind::file:
      return "_hallmark_files";
    case ValueKind::folder:
      return "_hallmark_folders";
    case ValueKind::target:
      return "_hallmark_asked targets; _hallmark_more_files";
    case ValueKind::service:
      return "_hallmark_asked services";
    case ValueKind::id:
      return "_hallmark_ids";
    case ValueKind::word:
      return "_hallmark_ids words";
    case ValueKind::choice:
      return fmt::format("_hallmark_words \"{}\"", core::join(option.words, " "));
    default:
      return ":";
  }
}

constexpr std::string_view bash_begin = R"sh(# bash completion of hallmark: source it, or put it into
# ~/.local/share/bash-completion/completions/hallmark
_hallmark_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
  case "${COMPREPLY[0]}" in *=) compopt -o nospace ;; esac
}
_hallmark_files() { COMPREPLY=($(compgen -f -- "$cur")); compopt -o filenames; }
_hallmark_folders() { COMPREPLY=($(compgen -d -- "$cur")); compopt -o filenames; }
_hallmark_more_files() { COMPREPLY+=($(compgen -f -- "$cur")); }
_hallmark_asked() {
  COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" list "$@" 2>/dev/null | cut -d' ' -f1)" -- "$cur"))
}
# services, then operations, then cases: each is asked for once the one before it is written
_hallmark_ids() {
  case "$cur" in
    @*) COMPREPLY=($(compgen -P @ -f -- "${cur#@}")) ;;
    */*) _hallmark_asked cases "${cur%%/*}" ;;
    *.*) _hallmark_asked operations "${cur%%.*}"; compopt -o nospace ;;
    *)
      _hallmark_asked services
      if [ -n "$1" ]; then
        COMPREPLY+=($(compgen -W "$("${COMP_WORDS[0]}" list rules 2>/dev/null | grep -o '^[a-z]*\.[A-Za-z-]*')" -- "$cur"))
      else
        compopt -o nospace
      fi
      ;;
  esac
}
)sh";

std::string bash(const Interface& interface) {
  std::string text(bash_begin);
  text += fmt::format(R"sh(_hallmark() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="${{COMP_WORDS[COMP_CWORD-1]}}" command=""
  COMPREPLY=()
  local i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${{COMP_WORDS[i]}}" in -*) ;; *) command="${{COMP_WORDS[i]}}"; break ;; esac
  done
  case "$command" in
    "") _hallmark_words "{} {}" ;;
)sh",
                      command_names(interface), names_of(interface.options));
  for (const CommandFacts& command : interface.commands) {
    text += fmt::format("    {})\n      case \"$prev\" in\n", command.name);
    for (const OptionFacts& option : command.options) {
      if (option.value.empty()) continue;
      text += fmt::format("        {}{}) {} ;;\n", option.name,
                          option.letter.empty() ? "" : "|" + option.letter, bash_values(option));
    }
    text += fmt::format("        *)\n          case \"$cur\" in\n            -*) _hallmark_words \"{}\" ;;\n",
                        names_of(command.options));
    text += fmt::format("            *) {} ;;\n          esac ;;\n      esac ;;\n",
                        command.positionals.empty() ? ":" : bash_values(command.positionals.front()));
  }
  return text + "  esac\n}\ncomplete -F _hallmark hallmark\n";
}

// ---- zsh ----

// Inside '[…]' of a specification that stands in single quotes.
std::string zsh_text(std::string text) {
  text = core::replace_all(std::move(text), "\\", "\\\\");
  for (const char* special : {"[", "]", ":"})
    text = core::replace_all(std::move(text), special, std::string("\\") + special);
  return core::replace_all(std::move(text), "'", "'\\''");
}

std::string zsh_values(const OptionFacts& option) {
  switch (option.kind) {
    case ValueKind::file:
      return "_files";
    case ValueKind::folder:
      return "_files -/";
    case ValueKind::target:
      return "_hallmark_targets";
    case ValueKind::service:
      return "_hallmark_services";
    case ValueKind::id:
      return "_hallmark_ids";
    case ValueKind::word:
      return "_hallmark_explainable";
    case ValueKind::choice:
      return "(" + core::join(option.words, " ") + ")";
    default:
      return " ";
  }
}

std::string zsh_option(const OptionFacts& option) {
  std::string lines;
  for (const std::string& name : {option.name, option.letter}) {
    if (name.empty()) continue;
    lines += fmt::format(
        "        '{}{}[{}]{}' \\\n", option.repeatable ? "*" : "", name, zsh_text(option.text),
        option.value.empty() ? "" : fmt::format(":{}:{}", zsh_text(option.value), zsh_values(option)));
  }
  return lines;
}

constexpr std::string_view zsh_begin = R"sh(#compdef hallmark
# zsh completion of hallmark: put it as _hallmark into a folder of $fpath, or source it behind compinit
_hallmark_asked() { reply=(${${(f)"$($words_of_hallmark list "$@" 2>/dev/null)"}%% *}) }
_hallmark_targets() { local -a reply; _hallmark_asked targets; compadd -a reply; _files }
_hallmark_services() { local -a reply; _hallmark_asked services; compadd -a reply }
_hallmark_ids() {
  local -a reply
  case "$PREFIX" in
    */*) _hallmark_asked cases "${PREFIX%%/*}"; compadd -a reply ;;
    *.*) _hallmark_asked operations "${PREFIX%%.*}"; compadd -S '' -a reply ;;
    *) _hallmark_asked services; compadd -S '' -a reply ;;
  esac
}
_hallmark_explainable() {
  local -a reply
  _hallmark_ids
  [[ "$PREFIX" == */* ]] || { _hallmark_asked rules; reply=(${(M)reply:#[a-z]*.*}); compadd -a reply }
}
)sh";

std::string zsh(const Interface& interface) {
  std::string text(zsh_begin);
  text += "_hallmark() {\n  local words_of_hallmark=$words[1] line state\n  local -a commands=(\n";
  for (const CommandFacts& command : interface.commands)
    text += fmt::format("    '{}:{}'\n", command.name, zsh_text(command.text));
  text += "  )\n  _arguments -C \\\n";
  for (const OptionFacts& option : interface.options) text += zsh_option(option);
  text += "    '1: :->command' '*:: :->arguments'\n  case $state in\n";
  text += "    command) _describe -t commands command commands ;;\n    arguments)\n      case $line[1] in\n";
  for (const CommandFacts& command : interface.commands) {
    text += fmt::format("      {})\n        _arguments -s \\\n", command.name);
    for (const OptionFacts& option : command.options) text += zsh_option(option);
    for (std::size_t i = 0; i < command.positionals.size(); ++i) {
      const OptionFacts& each = command.positionals[i];
      text += fmt::format("        '{}:{}:{}' \\\n", each.repeatable ? "*" : std::to_string(i + 1),
                          zsh_text(each.name), zsh_values(each));
    }
    text += "        ;;\n";
  }
  text += "      esac ;;\n  esac\n}\n";
  return text +
         "if [ \"$funcstack[1]\" = _hallmark ]; then _hallmark \"$@\"; else compdef _hallmark hallmark; fi\n";
}

// ---- fish ----

std::string fish_text(std::string text) {
  text = core::replace_all(std::move(text), "\\", "\\\\");
  return core::replace_all(std::move(text), "'", "\\'");
}

std::string fish_values(const OptionFacts& option) {
  switch (option.kind) {
    case ValueKind::file:
      return " -r -F";
    case ValueKind::folder:
      return " -x -a '(__fish_complete_directories)'";
    case ValueKind::target:
      return " -r -F -a '(__hallmark_asked targets)'";
    case ValueKind::service:
      return " -x -a '(__hallmark_asked services)'";
    case ValueKind::id:
      return " -x -a '(__hallmark_ids)'";
    case ValueKind::choice:
      return fmt::format(" -x -a '{}'", core::join(option.words, " "));
    default:
      return " -x";
  }
}

std::string fish_option(const OptionFacts& option, const std::string& condition) {
  std::string line = "complete -c hallmark" + condition;
  if (option.name.starts_with("--")) line += " -l " + option.name.substr(2);
  if (!option.letter.empty()) line += " -s " + option.letter.substr(1);
  if (!option.value.empty()) line += fish_values(option);
  return line + fmt::format(" -d '{}'\n", fish_text(option.text));
}

constexpr std::string_view fish_begin =
    R"sh(# fish completion of hallmark: put it into ~/.config/fish/completions/hallmark.fish
function __hallmark_asked
    set -l program (commandline -opc)[1]
    eval $program list $argv 2>/dev/null | string replace -r ' .*' ''
end
function __hallmark_ids
    set -l now (commandline -ct)
    switch $now
        case '*/*'
            __hallmark_asked cases (string replace -r '/.*' '' -- $now)
        case '*.*'
            __hallmark_asked operations (string replace -r '\..*' '' -- $now)
        case '*'
            __hallmark_asked services
    end
end
function __hallmark_explainable
    __hallmark_ids
    __hallmark_asked rules | string match -r '^[a-z]+\..+'
end
complete -c hallmark -f
)sh";

std::string fish(const Interface& interface) {
  std::string text(fish_begin);
  const std::string none = fmt::format(" -n 'not __fish_seen_subcommand_from {}'", command_names(interface));
  for (const OptionFacts& option : interface.options) text += fish_option(option, none);
  for (const CommandFacts& command : interface.commands) {
    text +=
        fmt::format("complete -c hallmark{} -a {} -d '{}'\n", none, command.name, fish_text(command.text));
    const std::string seen = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
    for (const OptionFacts& option : command.options) text += fish_option(option, seen);
    for (const OptionFacts& each : command.positionals) {
      if (each.kind == ValueKind::file || each.kind == ValueKind::folder)
        text += fmt::format("complete -c hallmark{} -F\n", seen);
      if (each.kind == ValueKind::service)
        text += fmt::format("complete -c hallmark{} -a '(__hallmark_asked services)'\n", seen);
      if (each.kind == ValueKind::id)
        text += fmt::format("complete -c hallmark{} -a '(__hallmark_ids)'\n", seen);
      if (each.kind == ValueKind::word)
        text += fmt::format("complete -c hallmark{} -a '(__hallmark_explainable)'\n", seen);
      if (each.kind == ValueKind::choice)
        text += fmt::format("complete -c hallmark{} -a '{}'\n", seen, core::join(each.words, " "));
    }
  }
  return text;
}

}  // namespace

std::string completion(const Interface& interface, std::string_view shell) {
  if (shell == "bash") return bash(interface);
  if (shell == "zsh") return zsh(interface);
  return shell == "fish" ? fish(interface) : std::string();
}

}  // namespace hallmark::cli
