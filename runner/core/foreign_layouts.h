// Files that people have and that Hallmark does not read: named for what they are, with what to do instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hallmark::core {

struct ForeignLayout {
  std::string name;    // "an OpenAPI document", to stand behind "this is"
  std::string advice;  // what to do, in whole sentences
};

// What the file was given for.
enum class FileUse { document, recording };

// By content; the start of the text will do (64 KiB). Nullopt for what is unknown, and for what is read for
// that use. Never throws.
[[nodiscard]] std::optional<ForeignLayout> foreign_layout(std::string_view text, FileUse use);

// Of a document that nothing reads: a written page, named for what it tells. Never throws.
[[nodiscard]] std::optional<ForeignLayout> foreign_text(std::string_view text);

}  // namespace hallmark::core

// Example:
//
//   if (const auto layout = foreign_layout(R"({"openapi": "3.1.0"})", FileUse::document))
//     std::string said = "this is " + layout->name + ". " + layout->advice;
