#include "wire/xml_writer.h"

#include <fmt/format.h>
#include <libxml/xmlwriter.h>

#include "core/text.h"

namespace hallmark::wire {
namespace {

bool is_xml_character(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c != 0xFFFE && c != 0xFFFF;
}

// libxml2 takes text as C strings, which ends at a NUL, so text is escaped here and handed over raw.
std::string escape(std::string_view text, bool in_attribute) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '"':
        out += in_attribute ? "&quot;" : "\"";
        break;
      case '\n':
        out += in_attribute ? "&#10;" : "\n";
        break;
      case '\t':
        out += in_attribute ? "&#9;" : "\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("&#{};", static_cast<int>(c));
        } else {
          out += c;
        }
    }
  }
  return out;
}

const xmlChar* as_xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

}  // namespace

bool is_xml_text(std::string_view text) {
  if (!core::valid_utf8(text)) return false;
  // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (!is_xml_character(byte)) return false;
    if (byte == 0xEF && static_cast<unsigned char>(text[i + 1]) == 0xBF &&
        static_cast<unsigned char>(text[i + 2]) >= 0xBE) {
      return false;
    }
  }
  return true;
}

struct XmlWriter::State {
  std::unique_ptr<xmlBuffer, decltype(&xmlBufferFree)> buffer{xmlBufferCreate(), &xmlBufferFree};
  std::unique_ptr<xmlTextWriter, decltype(&xmlFreeTextWriter)> writer{nullptr, &xmlFreeTextWriter};

  void raw(const std::string& text) {
    xmlTextWriterWriteRawLen(writer.get(), as_xml(text), static_cast<int>(text.size()));
  }
};

XmlWriter::XmlWriter() : state_(std::make_unique<State>()) {
  // Doubling: the default strategy grows by what is needed, which is quadratic for large documents.
  xmlBufferSetAllocationScheme(state_->buffer.get(), XML_BUFFER_ALLOC_DOUBLEIT);
  state_->writer.reset(xmlNewTextWriterMemory(state_->buffer.get(), 0));
}

XmlWriter::~XmlWriter() = default;

void XmlWriter::start(const std::string& name) {
  xmlTextWriterStartElement(state_->writer.get(), as_xml(name));
}

void XmlWriter::attribute(const std::string& name, std::string_view value) {
  xmlTextWriterStartAttribute(state_->writer.get(), as_xml(name));
  state_->raw(escape(value, true));
  xmlTextWriterEndAttribute(state_->writer.get());
}

void XmlWriter::declare_namespace(const std::string& prefix, std::string_view uri) {
  attribute(prefix.empty() ? "xmlns" : "xmlns:" + prefix, uri);
}

void XmlWriter::text(std::string_view text) { state_->raw(escape(text, false)); }

void XmlWriter::end() { xmlTextWriterFullEndElement(state_->writer.get()); }

void XmlWriter::element(const std::string& name, std::string_view content) {
  start(name);
  text(content);
  end();
}

std::string XmlWriter::take() {
  // Not EndDocument: it would add a final newline.
  xmlTextWriterFlush(state_->writer.get());
  const auto* content = reinterpret_cast<const char*>(xmlBufferContent(state_->buffer.get()));
  return {content, static_cast<std::size_t>(xmlBufferLength(state_->buffer.get()))};
}

}  // namespace hallmark::wire
