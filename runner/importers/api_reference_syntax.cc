#include "importers/api_reference_syntax.h"

#include <algorithm>
#include <cctype>

#include "core/text.h"

namespace hallmark::importers::api_reference {
namespace {

constexpr std::size_t max_depth = 100;
using Kind = BodyNode::Kind;

BodyNode::Kind kind_of(std::string_view word) {
  if (word == "string") return Kind::text;
  if (word == "number" || word == "integer" || word == "long" || word == "double" || word == "float")
    return Kind::number;
  if (word == "boolean") return Kind::boolean;
  if (word == "blob") return Kind::blob;
  if (word == "timestamp") return Kind::timestamp;
  if (word == "...") return Kind::recursive;
  return Kind::anything;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<BodyNode> json() {
    BodyNode node = value(0);
    return ok_ ? std::optional(std::move(node)) : std::nullopt;
  }

  std::optional<BodyNode> xml(std::string* root) {
    skip();
    if (text_.substr(at_, 2) == "<?") {
      at_ = std::min(text_.find("?>", at_), text_.size());
      at_ = std::min(at_ + 2, text_.size());
    }
    auto element = xml_element(0);
    if (!ok_) return std::nullopt;
    *root = element.name;
    return std::move(element.node);
  }

 private:
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  std::string quoted() {
    const std::size_t end = text_.find('"', at_ + 1);
    if (end == std::string_view::npos) {
      ok_ = false;
      return {};
    }
    std::string out(core::trim(text_.substr(at_ + 1, end - at_ - 1)));
    at_ = end + 1;
    return out;
  }

  BodyNode value(std::size_t depth) {
    skip();
    if (depth > max_depth) ok_ = false;
    if (!ok_) return {};
    BodyNode node;
    if (peek() == '{') {
      ++at_;
      node.kind = Kind::object;
      // "{ ... }": the members stand on another page.
      if (skip(); text_.substr(at_, 3) == "...") at_ += 3;
      for (skip_commas(); ok_ && peek() != '}'; skip_commas()) {
        if (peek() != '"') return failed();
        std::string name = quoted();
        skip();
        if (peek() != ':') return failed();
        ++at_;
        node.members.push_back({.name = std::move(name), .node = value(depth + 1)});
      }
      ++at_;
      if (node.members.size() == 1 && node.members[0].name == "string") {
        node.kind = Kind::map;
        node.element.push_back(std::move(node.members[0].node));
        node.members.clear();
      }
    } else if (peek() == '[') {
      ++at_;
      node.kind = Kind::list;
      skip_commas();
      if (peek() != ']') node.element.push_back(value(depth + 1));
      skip_commas();
      if (peek() != ']') return failed();
      ++at_;
    } else if (peek() == '"') {
      const std::string word = quoted();
      node.kind = word == "string" ? Kind::text : word.empty() ? Kind::text : Kind::recursive;
    } else {
      std::string word;
      while (at_ < text_.size() &&
             (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '.' || peek() == '_')) {
        word.push_back(text_[at_++]);
      }
      if (word.empty()) return failed();
      node.kind = kind_of(word);
    }
    return node;
  }

  // "<Plank>…</Plank> ...": more of them may follow.
  static void repeat(BodyNode& node) {
    if (node.flattened) return;
    BodyNode list{.kind = Kind::list, .flattened = true};
    list.element.push_back(std::move(node));
    node = std::move(list);
  }

  NamedNode xml_element(std::size_t depth) {
    skip();
    if (depth > max_depth || peek() != '<') {
      ok_ = false;
      return {};
    }
    const std::size_t close = text_.find('>', at_);
    if (close == std::string_view::npos) {
      ok_ = false;
      return {};
    }
    std::string name(text_.substr(at_ + 1, close - at_ - 1));
    const bool empty = !name.empty() && name.back() == '/';
    name = name.substr(0, name.find_first_of(" /\t\r\n"));
    at_ = close + 1;
    BodyNode node{.kind = Kind::element};
    if (empty) return {name, node};
    while (ok_) {
      skip();
      if (text_.substr(at_, 2) == "</") {
        at_ = std::min(text_.find('>', at_), text_.size());
        at_ = std::min(at_ + 1, text_.size());
        return {name, node};
      }
      if (peek() == '<') {
        node.members.push_back(xml_element(depth + 1));
      } else if (at_ >= text_.size()) {
        ok_ = false;
      } else {
        const std::size_t end = std::min(text_.find('<', at_), text_.size());
        const std::string_view word = core::trim(text_.substr(at_, end - at_));
        if (word == "..." && !node.members.empty()) {
          repeat(node.members.back().node);
        } else {
          node.kind = kind_of(word);
        }
        at_ = end;
      }
    }
    return {name, node};
  }

  BodyNode failed() {
    ok_ = false;
    return {};
  }
  void skip_commas() {
    for (skip(); peek() == ','; skip()) ++at_;
    if (at_ >= text_.size()) ok_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

// The request line may be broken before and behind every placeholder.
std::string squeeze(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!std::isspace(static_cast<unsigned char>(c))) out.push_back(c);
  }
  return out;
}

}  // namespace

const BodyNode* BodyNode::member(std::string_view name) const {
  for (const auto& [candidate, node] : members) {
    if (candidate == name) return &node;
  }
  return nullptr;
}

Block read_block(std::string_view text) {
  Block block;
  text = core::trim(text);
  const std::size_t version = text.find("HTTP/1.1");
  const std::size_t body_start = std::min({text.find('{'), text.find("<?xml"), text.size()});
  if (version != std::string_view::npos && version < text.size()) {
    if (version == 0) {
      // "201", "204 No Content", or the name of the member that holds the status.
      const std::string_view rest = core::trim(text.substr(8));
      std::size_t end = 0;
      while (end < std::min<std::size_t>(3, rest.size()) &&
             std::isdigit(static_cast<unsigned char>(rest[end])))
        block.status = block.status * 10 + (rest[end++] - '0');
      if (end == 0) {
        end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
        if (rest.substr(0, end).find_first_of(":{<") == std::string_view::npos) {
          block.status_member = rest.substr(0, end);
        } else {
          end = 0;
        }
      }
      text = core::trim(rest.substr(end));
    } else if (version < body_start || text.find('{') < version) {
      const std::size_t blank = text.find(' ');
      block.method = text.substr(0, blank);
      block.uri = squeeze(text.substr(blank, version - blank));
      text = core::trim(text.substr(version + 8));
    }
  }
  const std::size_t body = std::min({text.find('{'), text.find("<?xml"), text.size()});
  std::string_view head = text.substr(0, body);
  // "Name: value" pairs, one a line or all on one.
  std::string flat = core::replace_all(std::string(head), "\n", " ");
  std::vector<std::string> words;
  for (std::string& word : core::split(flat, ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  std::size_t i = 0;
  // A reason behind the status.
  if (block.status != 0 &&
      std::any_of(words.begin(), words.end(), [](const auto& w) { return w.back() == ':'; })) {
    while (words[i].back() != ':') ++i;
  }
  while (i + 1 < words.size() && words[i].back() == ':') {
    block.headers.emplace_back(words[i].substr(0, words[i].size() - 1), words[i + 1]);
    i += 2;
  }
  if (i + 1 == words.size() && body == text.size()) block.payload = words[i];
  if (body < text.size()) {
    Reader reader(text.substr(body));
    block.body = text[body] == '{' ? reader.json() : reader.xml(&block.root);
  }
  return block;
}

}  // namespace hallmark::importers::api_reference
