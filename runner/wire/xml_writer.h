// XML out: elements, attributes and text, escaped. Writes whatever it is told, also what is
// no XML (names with spaces, control characters as references): negative cases need that.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace hallmark::wire {

// True when every character of `text` has a place in an XML 1.0 document.
[[nodiscard]] bool is_xml_text(std::string_view text);

// Order of calls: start, its attributes, then children or text, end; then take().
class XmlWriter {
 public:
  XmlWriter();
  ~XmlWriter();
  XmlWriter(const XmlWriter&) = delete;
  XmlWriter& operator=(const XmlWriter&) = delete;

  void start(const std::string& name);
  void attribute(const std::string& name, std::string_view value);
  // Declares a namespace on the open element; the default one when `prefix` is empty.
  void declare_namespace(const std::string& prefix, std::string_view uri);
  void text(std::string_view text);
  void end();  // an element without content is written as <Name></Name>
  void element(const std::string& name, std::string_view content);  // start, text, end
  // Closes what is open and returns the document, without an XML declaration.
  [[nodiscard]] std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hallmark::wire
