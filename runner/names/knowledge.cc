#include "names/knowledge.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "contract/knowledge_text.h"
#include "core/text.h"

namespace hallmark::names {
namespace {

constexpr std::array<std::string_view, 7> kind_words = {"make",   "read", "list", "change",
                                                        "remove", "act",  "other"};
constexpr std::array<std::string_view, 13> class_words = {
    "not_found",       "exists", "conflict",      "in_use", "limit",    "throttled",
    "unauthenticated", "denied", "invalid_input", "state",  "internal", "unknown_operation",
    "protocol"};
constexpr std::array<std::string_view, 4> meaning_words = {"id", "arn", "name", "url"};
constexpr std::array<std::string_view, 6> common_words = {"invalid_input", "unparsable", "unauthenticated",
                                                          "denied",        "throttled",  "unknown_operation"};
constexpr std::array<std::string_view, 3> tag_words = {"tag", "untag", "list"};

template <typename Enum, std::size_t size>
Enum word(const std::array<std::string_view, size>& words, const std::string& text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) throw std::logic_error("knowledge: no such word: " + text);
  return static_cast<Enum>(found - words.begin());
}

const Json& rows_of(const Json& file, const char* key) {
  static const Json none = Json::array();
  const auto found = file.find(key);
  return found == file.end() ? none : *found;
}

std::string text_of(const Json& row, const char* key) { return row.value(key, std::string()); }

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string upper_first(std::string_view text) {
  std::string upper(text);
  if (!upper.empty()) upper.front() = core::to_upper(upper.substr(0, 1)).front();
  return upper;
}

bool has(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// New rows before the standard ones.
template <typename T>
void put_before(std::vector<T>& list, std::vector<T> first) {
  first.insert(first.end(), std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
  list = std::move(first);
}

Json standard_file(std::string_view name) {
  const core::JsonFile file = core::load_json_text(std::string(contract::knowledge_text(name)),
                                                   "suites/knowledge/" + std::string(name) + ".json");
  return core::to_sorted(file.value);
}

}  // namespace

std::string_view to_string(Kind kind) { return kind_words.at(static_cast<std::size_t>(kind)); }
std::string_view to_string(ErrorClass kind) { return class_words.at(static_cast<std::size_t>(kind)); }

std::optional<ErrorClass> error_class(std::string_view text) {
  const auto found = std::find(class_words.begin(), class_words.end(), text);
  if (found == class_words.end()) return std::nullopt;
  return static_cast<ErrorClass>(found - class_words.begin());
}

const Knowledge& Knowledge::standard() {
  static const Knowledge all = [] {
    Knowledge read;
    read.add_names(standard_file("names"));
    read.add_errors(standard_file("errors"));
    read.add_services(standard_file("services"));
    return read;
  }();
  return all;
}

Knowledge Knowledge::with(const Json& rows) const {
  Knowledge changed = *this;
  const auto names = rows.find("names");
  if (names != rows.end()) changed.add_names(*names);
  const auto errors = rows.find("errors");
  if (errors != rows.end()) changed.add_errors(*errors);
  return changed;
}

void Knowledge::add_names(const Json& file) {
  std::vector<Verb> verbs;
  for (const Json& row : rows_of(file, "verbs")) {
    verbs.push_back({.text = text_of(row, "verb"),
                     .kind = word<Kind>(kind_words, text_of(row, "does")),
                     .sure = row.value("sure", false),
                     .anew = row.value("anew", false),
                     .onto = row.value("onto", false)});
    std::erase_if(verbs_, [&](const Verb& verb) { return verb.text == verbs.back().text; });
  }
  put_before(verbs_, std::move(verbs));
  for (const Json& row : rows_of(file, "forms"))
    forms_.emplace_back(word<Kind>(kind_words, text_of(row, "does")), text_of(row, "form"));
  std::vector<std::pair<std::string, std::string>> plurals;
  for (const Json& row : rows_of(file, "plurals"))
    plurals.emplace_back(text_of(row, "ending"), text_of(row, "singular"));
  put_before(plurals_, std::move(plurals));
  std::vector<Ending> identifiers;
  std::vector<std::string> words;
  for (const Json& row : rows_of(file, "identifiers")) {
    identifiers.push_back({text_of(row, "ending"), word<Meaning>(meaning_words, text_of(row, "means"))});
    words.push_back(text_of(row, "ending"));
  }
  put_before(identifiers_, std::move(identifiers));
  put_before(identifier_words_, std::move(words));
  const auto append = [&](const char* list, const char* key, std::vector<std::string>& to) {
    for (const Json& row : rows_of(file, list)) {
      if (row.contains(key)) to.push_back(text_of(row, key));
    }
  };
  append("links", "word", links_);
  append("paging_words", "word", paging_words_);
  append("views", "ending", views_);
  append("any_resource", "member", any_resource_);
  append("page_tokens", "member", page_tokens_);
  append("page_tokens", "ending", page_token_endings_);
  append("page_sizes", "member", page_sizes_);
  append("idempotency_tokens", "member", idempotency_tokens_);
  member_words_.add(rows_of(file, "member_words"));
  for (const Json& row : rows_of(file, "python_names"))
    python_names_[text_of(row, "name")] = text_of(row, "member");
  for (const Json& row : rows_of(file, "version_tags"))
    version_tags_[text_of(row, "member")] = text_of(row, "answered");
  for (const Json& row : rows_of(file, "tag_calls"))
    tag_calls_[text_of(row, "operation")] = word<TagAct>(tag_words, text_of(row, "does"));
}

void Knowledge::add_errors(const Json& file) {
  std::vector<Form> forms;
  std::vector<Phrase> phrases;
  for (const Json& row : rows_of(file, "exceptions")) {
    const auto kind = word<ErrorClass>(class_words, text_of(row, "class"));
    if (row.contains("name")) {
      exceptions_[text_of(row, "name")] = kind;
      if (row.value("any", false)) nothing_there_.push_back(text_of(row, "name"));
      if (row.value("part", false)) of_a_part_.push_back(text_of(row, "name"));
    } else if (row.contains("text")) {
      phrases.push_back({kind, core::to_lower(text_of(row, "text"))});
    } else {
      forms.push_back({kind, text_of(row, "beginning"), text_of(row, "ending")});
    }
  }
  put_before(exception_forms_, std::move(forms));
  put_before(phrases_, std::move(phrases));
  decltype(common_) common;  // several rows of one file add up
  for (const Json& row : rows_of(file, "common")) {
    for (const Json& protocol : row.at("protocols")) {
      auto& names = common[{word<Common>(common_words, text_of(row, "class")), protocol.get<std::string>()}];
      for (const Json& name : row.at("names")) names.push_back(name.get<std::string>());
    }
  }
  for (auto& [key, names] : common) common_[key] = std::move(names);
}

void Knowledge::add_services(const Json& file) {
  for (const Json& row : rows_of(file, "signing"))
    signing_[text_of(row, "name")] = {row.value("plain_path", false), row.value("body_header", false)};
  for (const Json& row : rows_of(file, "hosts"))
    hosts_[text_of(row, "endpoint_prefix")] = text_of(row, "host");
  for (const Json& row : rows_of(file, "own_hosts"))
    own_hosts_[text_of(row, "service") + "." + text_of(row, "operation")] = text_of(row, "host");
  for (const Json& row : rows_of(file, "resource_hosts"))
    resource_hosts_.push_back(text_of(row, "endpoint_prefix"));
}

const Verb* Knowledge::verb_of(std::string_view operation) const {
  for (const Verb& verb : verbs_) {
    const auto behind = verb.text.size();
    if (operation.size() > behind && operation.starts_with(verb.text) &&
        (is_upper(operation[behind]) || is_digit(operation[behind])))
      return &verb;
  }
  return nullptr;
}

Kind Knowledge::kind_of(std::string_view operation) const {
  const Verb* verb = verb_of(operation);
  if (verb != nullptr) return verb->kind;
  for (const auto& [kind, form] : forms_) {
    const auto hole = form.find("{Noun}");
    const auto head = form.substr(0, hole), tail = form.substr(hole + 6);
    if (operation.size() > head.size() + tail.size() && operation.starts_with(head) &&
        operation.ends_with(tail))
      return kind;
  }
  return Kind::other;
}

std::string Knowledge::noun_of(std::string_view operation) const {
  const Verb* verb = verb_of(operation);
  return verb == nullptr ? std::string() : std::string(operation.substr(verb->text.size()));
}

std::vector<std::string> Knowledge::operations(Kind kind, std::string_view noun) const {
  std::vector<std::string> names;
  for (const Verb& verb : verbs_) {
    if (verb.kind == kind) names.push_back(verb.text + std::string(noun));
  }
  for (const auto& [does, form] : forms_) {
    if (does == kind) names.push_back(core::replace_all(form, "{Noun}", noun));
  }
  return names;
}

bool Knowledge::makes_new(std::string_view operation) const {
  const auto strongest =
      std::find_if(verbs_.begin(), verbs_.end(), [](const Verb& verb) { return verb.kind == Kind::make; });
  return strongest != verbs_.end() && verb_of(operation) == &*strongest;
}

std::optional<TagAct> Knowledge::tag_act(std::string_view operation) const {
  const auto found = tag_calls_.find(operation);
  if (found == tag_calls_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> Knowledge::singulars(std::string_view noun) const {
  std::vector<std::string> found;
  for (const auto& [ending, singular] : plurals_) {
    if (noun.size() > ending.size() && noun.ends_with(ending))
      found.push_back(std::string(noun.substr(0, noun.size() - ending.size())) + singular);
  }
  return found;
}

std::string Knowledge::head_of(std::string_view noun) const {
  for (const std::string& link : links_) {
    const auto at = noun.find(link);
    if (at == std::string_view::npos || at == 0) continue;
    const auto behind = at + link.size();
    if (behind < noun.size() && is_upper(noun[behind])) return std::string(noun.substr(0, at));
  }
  return std::string(noun);
}

std::optional<Identifier> Knowledge::identifier(std::string_view member) const {
  const std::string upper = upper_first(member);
  for (const bool plural : {false, true}) {
    std::string_view one = upper;
    if (plural && !one.ends_with('s')) break;
    if (plural) one.remove_suffix(1);
    for (const Ending& ending : identifiers_) {
      if (!one.ends_with(ending.text)) continue;
      return Identifier{.meaning = ending.meaning,
                        .ending = ending.text,
                        .stem = std::string(one.substr(0, one.size() - ending.text.size())),
                        .plural = plural};
    }
  }
  return std::nullopt;
}

std::vector<std::string> Knowledge::identifier_words(Meaning meaning) const {
  std::vector<std::string> words;
  for (const Ending& ending : identifiers_) {
    if (ending.meaning == meaning) words.push_back(ending.text);
  }
  return words;
}

bool Knowledge::is_reference(std::string_view member) const {
  const auto found = identifier(member);
  return found && found->meaning != Meaning::name;
}

bool Knowledge::names_any_resource(std::string_view member) const {
  return has(any_resource_, upper_first(member));
}

std::string Knowledge::version_tag_source(std::string_view member) const {
  const auto found = version_tags_.find(member);
  return found == version_tags_.end() ? std::string() : found->second;
}

bool Knowledge::is_page_token(std::string_view member) const {
  const std::string upper = upper_first(member);
  return has(page_tokens_, member) || has(page_tokens_, upper) ||
         std::any_of(page_token_endings_.begin(), page_token_endings_.end(),
                     [&](const std::string& ending) { return upper.ends_with(ending); });
}

bool Knowledge::is_page_size(std::string_view member) const { return has(page_sizes_, upper_first(member)); }

bool Knowledge::is_idempotency_token(std::string_view member) const {
  return has(idempotency_tokens_, upper_first(member));
}

bool Knowledge::is_about_paging(std::string_view member) const {
  const std::string lower = core::to_lower(member);
  return std::any_of(paging_words_.begin(), paging_words_.end(),
                     [&](const std::string& word) { return lower.find(word) != std::string::npos; });
}

std::string Knowledge::member_in_python(std::string_view alias) const {
  const auto found = python_names_.find(alias);
  return found == python_names_.end() ? std::string() : found->second;
}

std::string Knowledge::thing_shown(std::string_view shape) const {
  for (const std::string& view : views_) {
    if (shape.size() > view.size() && shape.ends_with(view))
      return std::string(shape.substr(0, shape.size() - view.size()));
  }
  return std::string(shape);
}

std::optional<ErrorClass> Knowledge::class_of(std::string_view exception, std::string_view text) const {
  const auto cut = exception.find_last_of(".#");
  const auto name = cut == std::string_view::npos ? exception : exception.substr(cut + 1);
  const auto exact = exceptions_.find(name);
  if (exact != exceptions_.end()) return exact->second;
  for (const Form& form : exception_forms_) {
    if (name.starts_with(form.beginning) && name.ends_with(form.ending)) return form.kind;
  }
  if (text.empty()) return std::nullopt;
  const std::string lower = core::to_lower(text);
  for (const Phrase& phrase : phrases_) {
    if (lower.find(phrase.text) != std::string::npos) return phrase.kind;
  }
  return std::nullopt;
}

bool Knowledge::is_link(std::string_view words) const {
  return std::any_of(links_.begin(), links_.end(), [&](const std::string& link) {
    return words.size() > link.size() && words.starts_with(link) && words[link.size()] >= 'A' &&
           words[link.size()] <= 'Z';
  });
}

bool Knowledge::says_nothing_there(std::string_view exception) const {
  return has(nothing_there_, exception);
}

bool Knowledge::may_mean_a_part(std::string_view exception) const { return has(of_a_part_, exception); }

Signing Knowledge::signing(std::string_view name) const {
  const auto found = signing_.find(name);
  return found == signing_.end() ? Signing{} : found->second;
}

std::string Knowledge::other_host(std::string_view endpoint_prefix) const {
  const auto found = hosts_.find(endpoint_prefix);
  return found == hosts_.end() ? std::string() : found->second;
}

std::string Knowledge::own_host(std::string_view service, std::string_view operation) const {
  const auto found = own_hosts_.find(std::string(service) + "." + std::string(operation));
  return found == own_hosts_.end() ? std::string() : found->second;
}

bool Knowledge::has_resource_hosts(std::string_view endpoint_prefix) const {
  return has(resource_hosts_, endpoint_prefix);
}

bool Knowledge::refuses_caller(std::string_view exception) const {
  const auto kind = class_of(exception);
  return kind == ErrorClass::unauthenticated || kind == ErrorClass::denied;
}

const std::vector<std::string>& Knowledge::common(Common kind, std::string_view protocol_id) const {
  static const std::vector<std::string> none;
  const auto found = common_.find({kind, std::string(protocol_id.substr(protocol_id.find('#') + 1))});
  return found == common_.end() ? none : found->second;
}

}  // namespace hallmark::names
