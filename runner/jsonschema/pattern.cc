#include "jsonschema/pattern.h"

#include <array>
#include <map>
#include <mutex>
#include <utility>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "jsonschema/ecma.h"
#include "jsonschema/finder.h"

namespace hallmark::jsonschema {
namespace {

constexpr std::uint32_t heap_limit_kib = 64 * 1024;
constexpr std::uint32_t depth_limit = 200'000;
constexpr std::size_t jit_stack_start = std::size_t{64} << 10;
constexpr std::size_t jit_stack_most = std::size_t{8} << 20;

struct CodeDeleter {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, CodeDeleter>;

Code compile_code(const std::string& pattern, std::uint32_t more_options, std::string* problem) {
  const std::uint32_t options =
      PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C | more_options;
  struct ContextDeleter {
    void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
  };
  const std::unique_ptr<pcre2_compile_context, ContextDeleter> context(pcre2_compile_context_create(nullptr));
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_ANYCRLF);
  pcre2_set_parens_nest_limit(context.get(), 250);
  int error = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error,
                          &offset, context.get()));
  if (!code) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    if (problem) *problem = reinterpret_cast<const char*>(message.data());
    return nullptr;
  }
  // Without JIT (a platform or pattern that it does not know) the interpreter answers the same.
  (void)pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
  return code;
}

// What a thread needs to match: never shared, made at its first match.
struct MatchState {
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  pcre2_jit_stack* stack = pcre2_jit_stack_create(jit_stack_start, jit_stack_most, nullptr);
  MatchState() {
    pcre2_set_heap_limit(context, heap_limit_kib);
    pcre2_set_depth_limit(context, depth_limit);
    pcre2_jit_stack_assign(context, nullptr, stack);
  }
  ~MatchState() {
    pcre2_jit_stack_free(stack);
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
  }
  MatchState(const MatchState&) = delete;
  MatchState& operator=(const MatchState&) = delete;
};

// pcre2_match from `at` on; what matched goes into `data`, or where that is null into the thread's own.
int run_match(const pcre2_code* code, PCRE2_SPTR subject, std::size_t size, std::size_t at,
              std::uint32_t limit, pcre2_match_data* data = nullptr) {
  thread_local MatchState state;
  pcre2_set_match_limit(state.context, limit);
  if (data == nullptr) data = state.data;
  const int answer = pcre2_match(code, subject, size, at, 0, data, state.context);
  if (answer != PCRE2_ERROR_JIT_STACKLIMIT) return answer;
  return pcre2_match(code, subject, size, at, PCRE2_NO_JIT, data, state.context);
}

Pattern::Answer match(const pcre2_code* code, std::string_view text, std::uint32_t limit) {
  const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data());
  const int answer = run_match(code, subject, text.size(), 0, limit);
  if (answer >= 0) return Pattern::Answer::yes;
  return answer == PCRE2_ERROR_NOMATCH ? Pattern::Answer::no : Pattern::Answer::gave_up;
}

}  // namespace

struct Pattern::Compiled {
  std::string text;
  std::string translated;
  Code unanchored;
  mutable std::once_flag anchored_once;
  mutable Code anchored;
};

namespace {

// Contracts say the same pattern of many members, and whoever makes or reads a text of it compiles it anew.
class Known {
 public:
  [[nodiscard]] std::optional<Pattern> find(std::string_view text) {
    const std::lock_guard lock(mutex_);
    const auto found = patterns_.find(text);
    return found == patterns_.end() ? std::nullopt : std::optional(found->second);
  }
  void keep(const Pattern& pattern) {
    constexpr std::size_t most = 512;
    const std::lock_guard lock(mutex_);
    if (patterns_.size() >= most) patterns_.clear();
    patterns_.emplace(pattern.text(), pattern);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Pattern, std::less<>> patterns_;
};

Known& known() {
  static Known patterns;
  return patterns;
}

}  // namespace

std::optional<Pattern> Pattern::compile(std::string_view pattern, std::string* problem) {
  if (auto found = known().find(pattern)) return found;
  std::string reason;
  const std::optional<std::string> translated = translate_ecma(pattern, reason);
  if (!translated) {
    if (problem) *problem = reason;
    return std::nullopt;
  }
  auto compiled = std::make_shared<Compiled>();
  compiled->text = pattern;
  compiled->translated = *translated;
  compiled->unanchored = compile_code(*translated, 0, problem);
  if (!compiled->unanchored) return std::nullopt;
  Pattern result;
  result.compiled_ = std::move(compiled);
  known().keep(result);
  return result;
}

Pattern::Answer Pattern::search(std::string_view text, std::uint32_t match_limit) const {
  return match(compiled_->unanchored.get(), text, match_limit);
}

Pattern::Answer Pattern::full_match(std::string_view text, std::uint32_t match_limit) const {
  std::call_once(compiled_->anchored_once, [this] {
    compiled_->anchored =
        compile_code("(?:" + compiled_->translated + ")", PCRE2_ANCHORED | PCRE2_ENDANCHORED, nullptr);
  });
  // "(?:" … ")" can only fail where the pattern itself stands at a limit of size.
  if (!compiled_->anchored) return Answer::gave_up;
  return match(compiled_->anchored.get(), text, match_limit);
}

const std::string& Pattern::text() const { return compiled_->text; }

struct Finder::Compiled {
  Code code;
  std::vector<std::pair<std::string, std::uint32_t>> names;  // and the number of the group
};

std::optional<Finder> Finder::compile(std::string_view pattern, std::string* problem) {
  std::string reason;
  const std::optional<std::string> translated = translate_ecma(pattern, reason);
  if (!translated) {
    if (problem) *problem = reason;
    return std::nullopt;
  }
  auto compiled = std::make_shared<Compiled>();
  compiled->code = compile_code(*translated, 0, problem);
  if (!compiled->code) return std::nullopt;
  std::uint32_t count = 0, size = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(compiled->code.get(), PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(compiled->code.get(), PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info(compiled->code.get(), PCRE2_INFO_NAMETABLE, &table);
  for (std::uint32_t i = 0; i < count; ++i) {
    // An entry is the group's number in two bytes, and its name, ended by a zero.
    const PCRE2_SPTR entry = table + static_cast<std::size_t>(i) * size;
    compiled->names.emplace_back(reinterpret_cast<const char*>(entry + 2),
                                 (static_cast<std::uint32_t>(entry[0]) << 8) | entry[1]);
  }
  Finder result;
  result.compiled_ = std::move(compiled);
  return result;
}

std::vector<Finder::Match> Finder::find_all(std::string_view text) const {
  constexpr std::size_t most = 100;
  constexpr std::uint32_t limit = 1'000'000;
  struct DataDeleter {
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  };
  std::vector<Match> matches;
  const std::unique_ptr<pcre2_match_data, DataDeleter> data(
      pcre2_match_data_create_from_pattern(compiled_->code.get(), nullptr));
  const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data());
  std::size_t at = 0;
  while (at <= text.size() && matches.size() < most) {
    if (run_match(compiled_->code.get(), subject, text.size(), at, limit, data.get()) < 0) break;
    const PCRE2_SIZE* place = pcre2_get_ovector_pointer(data.get());
    Match match{.begin = place[0], .end = place[1], .groups = {}};
    for (const auto& [name, number] : compiled_->names) {
      const PCRE2_SIZE begin = place[2 * number], end = place[2 * number + 1];
      if (begin != PCRE2_UNSET) match.groups.emplace(name, text.substr(begin, end - begin));
    }
    // Behind an empty match by one character, which may be several bytes.
    at = match.end;
    if (match.end == match.begin) {
      for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;) ++at;
    }
    matches.push_back(std::move(match));
  }
  return matches;
}

bool Finder::finds(std::string_view text) const {
  return match(compiled_->code.get(), text, 1'000'000) == Pattern::Answer::yes;
}

}  // namespace hallmark::jsonschema
