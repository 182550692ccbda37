// Changes to an encoded body, JSON, XML or CBOR, at a place: what mutants do to the members of an answer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "endpoint/mutants/places.h"

namespace hallmark::endpoint {

class BodyEdit {
 public:
  virtual ~BodyEdit() = default;
  // Null when the body cannot be read as the protocol's (empty, a plain payload).
  [[nodiscard]] static std::unique_ptr<BodyEdit> open(const wire::Protocol& protocol,
                                                      const std::string& body);
  [[nodiscard]] virtual std::string text() const = 0;

  // All of them answer false when the place is not there or the change makes no sense of it.
  virtual bool drop(const Place& place) = 0;
  virtual bool make_null(const Place& place) = 0;        // not in XML
  virtual bool add_null(const Place&) { return false; }  // behind a list's items; JSON only
  virtual bool retype(const Place& place) = 0;           // a value of another type
  // A scalar's new text; JSON and CBOR: a JSON value (a number keeps its tag in CBOR).
  virtual bool set_text(const Place& place, const std::string& json_or_text) = 0;
  [[nodiscard]] virtual std::optional<std::string> get_text(const Place& place) const = 0;  // a scalar's
  virtual bool rename(const Place& place, const std::string& name) = 0;
  virtual bool wrap(const Place& place, const std::string& name) = 0;
  virtual bool unwrap(const Place& place) = 0;     // its members stand where it stood
  virtual bool lift(const Place& place) = 0;       // one level further out
  virtual bool bare_item(const Place& place) = 0;  // a list's first item without the list
  virtual bool as_object(const Place& place) = 0;  // a list as an object
  virtual bool add(const std::string& name, const std::string& text) = 0;  // a member at the root
  // The first member of that name: of the root; in XML at any level.
  virtual bool remove(const std::string& name) = 0;

  // CBOR only. Another tag, or none; text as a byte string and bytes as text; bytes that are no UTF-8 in the
  // first text of a member.
  virtual bool set_tag(const Place&, std::optional<std::uint64_t>) { return false; }
  virtual bool swap_string(const Place&) { return false; }
  virtual bool break_text() { return false; }

 protected:
  // Steps of a Place that say which item.
  [[nodiscard]] static bool is_index(const std::string& step);
  [[nodiscard]] static std::size_t index_of(const std::string& step);
};

// Of one format each; null when the body is none.
[[nodiscard]] std::unique_ptr<BodyEdit> open_json_body(const std::string& body);
[[nodiscard]] std::unique_ptr<BodyEdit> open_xml_body(const std::string& body);
[[nodiscard]] std::unique_ptr<BodyEdit> open_cbor_body(const std::string& body);

// "name" of "Name", "Name" of "name".
[[nodiscard]] std::string other_case(std::string name);

}  // namespace hallmark::endpoint
