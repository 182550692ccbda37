// Changes to an encoded body, JSON or XML, at a place: what flaws do to the members of an answer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "endpoint/places.h"

namespace hallmark::endpoint {

class BodyEdit {
 public:
  virtual ~BodyEdit() = default;
  // Null when the body is neither JSON nor XML that can be read (empty, CBOR, a plain payload).
  [[nodiscard]] static std::unique_ptr<BodyEdit> open(const wire::Protocol& protocol,
                                                      const std::string& body);
  [[nodiscard]] virtual std::string text() const = 0;

  // All of them answer false when the place is not there or the change makes no sense of it.
  virtual bool drop(const Place& place) = 0;
  virtual bool make_null(const Place& place) = 0;  // JSON only
  virtual bool retype(const Place& place) = 0;     // a value of another type
  virtual bool set_text(const Place& place,
                        const std::string& json_or_text) = 0;  // a scalar's new text (JSON: a JSON value)
  [[nodiscard]] virtual std::optional<std::string> get_text(const Place& place) const = 0;  // a scalar's
  virtual bool rename(const Place& place, const std::string& name) = 0;
  virtual bool wrap(const Place& place, const std::string& name) = 0;
  virtual bool unwrap(const Place& place) = 0;     // its members stand where it stood
  virtual bool lift(const Place& place) = 0;       // one level further out
  virtual bool bare_item(const Place& place) = 0;  // a list's only item without the list
  virtual bool as_object(const Place& place) = 0;  // a list as an object
  virtual bool add(const std::string& name, const std::string& text) = 0;  // a member at the root
};

// "name" of "Name", "Name" of "name".
[[nodiscard]] std::string other_case(std::string name);

}  // namespace hallmark::endpoint
