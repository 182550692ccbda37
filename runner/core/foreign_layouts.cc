#include "core/foreign_layouts.h"

#include "core/foreign_rows.h"

namespace hallmark::core {
namespace {

std::optional<ForeignLayout> named(std::string_view text, FileUse use,
                                   std::initializer_list<std::span<const ForeignRow>> tables) {
  const Start start(text);
  for (const auto& rows : tables) {
    for (const ForeignRow& row : rows) {
      if (!row.fits(start)) continue;
      const std::string_view advice = use == FileUse::document ? row.as_document : row.as_recording;
      if (advice.empty()) return std::nullopt;
      return ForeignLayout{.name = std::string(row.name), .advice = std::string(advice)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<ForeignLayout> foreign_layout(std::string_view text, FileUse use) {
  return named(text, use, {foreign_documents(), foreign_recordings()});
}

std::optional<ForeignLayout> foreign_text(std::string_view text) {
  return named(text, FileUse::document, {foreign_texts()});
}

}  // namespace hallmark::core
