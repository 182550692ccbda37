#include "names/exception_class.h"

#include <string>

#include "contract/text_facts.h"

namespace hallmark::names {

bool never_comes(const contract::Shape& exception) {
  const auto raised = contract::text_fact(exception.traits, contract::text::raised);
  return raised && !raised->drift && raised->value.value("class", "") == "never";
}

std::optional<ErrorClass> class_of(const Knowledge& words, const contract::Shape& exception) {
  if (never_comes(exception)) return std::nullopt;
  const Json* text = exception.traits.find(contract::trait::documentation);
  const auto named =
      words.class_of(exception.name(), text != nullptr && text->is_string()
                                           ? std::string_view(text->get_ref<const std::string&>())
                                           : std::string_view());
  const auto raised = contract::text_fact(exception.traits, contract::text::raised);
  if (named || !raised || raised->drift || !raised->value.contains("class")) return named;
  return error_class(raised->value.at("class").get<std::string>());
}

}  // namespace hallmark::names
