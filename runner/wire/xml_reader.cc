#include "wire/xml_reader.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include <limits>
#include <memory>

#include "core/text.h"

namespace hallmark::wire {
namespace {

std::string text_of(const xmlChar* text) {
  return text ? reinterpret_cast<const char*>(text) : std::string();
}

// What the callbacks of one parse share.
struct Reading {
  xmlParserCtxtPtr parser = nullptr;
  const XmlLimits* limits = nullptr;
  XmlElement root;
  std::vector<XmlElement*> open;             // from the root down; ancestors never move while a child is open
  std::vector<std::size_t> open_namespaces;  // how many each of `open` declares
  std::size_t namespaces = 0;                // their sum
  bool root_closed = false;
  std::size_t elements = 0;
  std::size_t inherited = 0;
  bool valid_utf8 = true;
  std::optional<XmlFault> fault;            // ends the reading
  std::optional<XmlFault> namespace_fault;  // does not

  void stop(std::string kind, std::string message) {
    if (!fault) {
      fault = XmlFault{.kind = std::move(kind), .message = std::move(message), .line = 0, .column = 0};
      if (parser->input) {
        fault->line = static_cast<std::size_t>(parser->input->line);
        fault->column = static_cast<std::size_t>(parser->input->col);
      }
    }
    xmlStopParser(parser);
  }
};

void start_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
                   int namespace_count, const xmlChar** namespaces, int attribute_count, int /*defaulted*/,
                   const xmlChar** attributes) {
  auto& reading = *static_cast<Reading*>(context);
  if (reading.fault) return;
  if (reading.open.size() >= reading.limits->max_depth) {
    reading.stop("depth", "elements stand deeper inside each other than is allowed");
    return;
  }
  reading.elements +=
      1 + static_cast<std::size_t>(namespace_count) + static_cast<std::size_t>(attribute_count);
  if (reading.elements > reading.limits->max_elements) {
    reading.stop("size", "more elements and attributes than are allowed");
    return;
  }
  XmlElement* element = &reading.root;
  if (!reading.open.empty()) {
    auto& siblings = reading.open.back()->children;
    siblings.emplace_back();
    element = &siblings.back();
  }
  element->name = text_of(name);
  element->prefix = text_of(prefix);
  element->uri = text_of(uri);
  reading.inherited += element->uri.size();
  element->line = reading.parser->input ? static_cast<std::size_t>(reading.parser->input->line) : 0;
  for (int i = 0; i < namespace_count; ++i) {
    const std::string declared = text_of(namespaces[2 * i]);
    element->attributes.push_back({.name = declared.empty() ? "xmlns" : declared,
                                   .prefix = "xmlns",
                                   .uri = std::string(xmlns_uri),
                                   .value = text_of(namespaces[2 * i + 1])});
  }
  for (int i = 0; i < attribute_count; ++i) {
    const xmlChar** parts = attributes + 5 * i;
    // As long as entities are not replaced, libxml2 leaves every & of a value as the reference &#38;.
    std::string value(reinterpret_cast<const char*>(parts[3]), static_cast<std::size_t>(parts[4] - parts[3]));
    element->attributes.push_back({.name = text_of(parts[0]),
                                   .prefix = text_of(parts[1]),
                                   .uri = text_of(parts[2]),
                                   .value = core::replace_all(std::move(value), "&#38;", "&")});
    reading.inherited += element->attributes.back().uri.size();
  }
  reading.open.push_back(element);
  reading.open_namespaces.push_back(static_cast<std::size_t>(namespace_count));
  reading.namespaces += reading.open_namespaces.back();
  if (reading.namespaces > reading.limits->max_namespaces) {
    reading.stop("size", "more namespaces at one time than are allowed");
    return;
  }
  if (reading.inherited > reading.limits->max_inherited) {
    reading.stop("size", "namespace names take more room than is allowed");
  }
}

void end_element(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  auto& reading = *static_cast<Reading*>(context);
  if (reading.open.empty()) return;
  reading.open.pop_back();
  reading.namespaces -= reading.open_namespaces.back();
  reading.open_namespaces.pop_back();
  if (reading.open.empty()) reading.root_closed = true;
}

void characters(void* context, const xmlChar* text, int length) {
  auto& reading = *static_cast<Reading*>(context);
  if (reading.open.empty() || reading.fault) return;
  reading.open.back()->text.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
}

// Called behind the XML declaration. Other encodings would hide from has_crowded_tag what a tag holds.
void start_document(void* context) {
  auto& reading = *static_cast<Reading*>(context);
  const auto encoding = core::to_upper(text_of(reading.parser->encoding));
  for (const std::string_view known :
       {"", "UTF-8", "UTF8", "US-ASCII", "ASCII", "ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-16BE"}) {
    if (encoding == known) return;
  }
  reading.stop("syntax", "an encoding that is not supported is declared");
}

void document_type(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  static_cast<Reading*>(context)->stop("dtd", "a document type is declared");
}

xmlEntityPtr predefined_entity(void*, const xmlChar* name) { return xmlGetPredefinedEntity(name); }

// The callback's type has a const parameter in newer libxml2, so let the compiler deduce it.
template <typename Error>
void on_error(void* context, Error* error) {
  auto& reading = *static_cast<Reading*>(context);
  const bool of_namespace = error && error->domain == XML_FROM_NAMESPACE && error->level != XML_ERR_WARNING;
  if (reading.fault || !error || (error->level != XML_ERR_FATAL && !of_namespace)) return;
  XmlFault fault{.kind = "syntax",
                 .message = std::string(core::trim(error->message ? error->message : "")),
                 .line = error->line > 0 ? static_cast<std::size_t>(error->line) : 0,
                 .column = error->int2 > 0 ? static_cast<std::size_t>(error->int2) : 0};
  fault.message = core::shorten(core::printable(fault.message), 300);
  if (of_namespace) {
    fault.kind = "namespace";
    if (!reading.namespace_fault) reading.namespace_fault = std::move(fault);
    return;
  }
  if (error->code == XML_ERR_DOCUMENT_END && reading.root_closed) {
    fault.kind = "trailing";
  } else if (!reading.valid_utf8 &&
             (error->code == XML_ERR_INVALID_CHAR || error->code == XML_ERR_INVALID_ENCODING ||
              error->code == XML_I18N_CONV_FAILED)) {
    fault.kind = "utf8";
  }
  reading.fault = std::move(fault);
}

xmlSAXHandler make_handler() {
  xmlSAXHandler handler{};
  handler.initialized = XML_SAX2_MAGIC;
  handler.startDocument = start_document;
  handler.startElementNs = start_element;
  handler.endElementNs = end_element;
  handler.characters = characters;
  handler.ignorableWhitespace = characters;
  handler.cdataBlock = characters;
  handler.internalSubset = document_type;
  handler.getEntity = predefined_entity;
  handler.serror = on_error;
  return handler;
}

void say_nothing(void*, const char*, ...) {}
void say_nothing_structured(void*, xmlErrorPtr) {}

// What libxml2's converters complain about goes to stderr unless this thread says otherwise.
class Silence {
 public:
  Silence()
      : generic_(xmlGenericError),
        generic_context_(xmlGenericErrorContext),
        structured_(xmlStructuredError),
        structured_context_(xmlStructuredErrorContext) {
    xmlSetGenericErrorFunc(nullptr, say_nothing);
    xmlSetStructuredErrorFunc(nullptr, say_nothing_structured);
  }
  ~Silence() {
    xmlSetGenericErrorFunc(generic_context_, generic_);
    xmlSetStructuredErrorFunc(structured_context_, structured_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  xmlGenericErrorFunc generic_;
  void* generic_context_;
  xmlStructuredErrorFunc structured_;
  void* structured_context_;
};

ParsedXml failed(std::string kind, std::string message) {
  return {.root = std::nullopt,
          .fault = XmlFault{.kind = std::move(kind), .message = std::move(message), .line = 0, .column = 0}};
}

// A NUL in a document that is not in UTF-16 or UTF-32, where every other byte is one.
bool has_stray_nul(std::string_view text) {
  if (text.find('\0') == std::string_view::npos) return false;
  const auto start = text.substr(0, 2);
  return start != "\xFE\xFF" && start != "\xFF\xFE" && start.find('\0') == std::string_view::npos;
}

// Does a tag have more attributes than are allowed? Looks at bytes, before the parser does: it takes time
// in the square of their number.
bool has_crowded_tag(std::string_view text, std::size_t max) {
  const auto skip_to = [&](std::size_t from, std::string_view end) {
    const auto found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
  };
  std::size_t at = 0;
  while ((at = text.find('<', at)) != std::string_view::npos) {
    const auto rest = text.substr(at);
    if (rest.starts_with("<!--")) {
      at = skip_to(at + 4, "-->");
    } else if (rest.starts_with("<![CDATA[")) {
      at = skip_to(at + 9, "]]>");
    } else if (rest.starts_with("<?")) {
      at = skip_to(at + 2, "?>");
    } else {
      std::size_t attributes = 0;
      at = text.find_first_of("\"'>", at + 1);
      while (at != std::string_view::npos && text[at] != '>') {
        if (++attributes > max) return true;
        at = text.find(text[at], at + 1);
        if (at != std::string_view::npos) at = text.find_first_of("\"'>", at + 1);
      }
      if (at == std::string_view::npos) return false;
    }
  }
  return false;
}

// White space, a tag or a byte order mark: any other first byte is no XML in an encoding that we read.
bool starts_like_xml(std::string_view text) {
  for (const std::string_view start : {" ", "\t", "\r", "\n", "<", "\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"}) {
    if (text.starts_with(start)) return true;
  }
  return text.size() > 1 && text[0] == '\0' && text[1] == '<';
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view local_name) const {
  for (const auto& candidate : children) {
    if (candidate.name == local_name) return &candidate;
  }
  return nullptr;
}

bool XmlElement::is_nil() const {
  for (const auto& candidate : attributes) {
    if (candidate.name == "nil" && candidate.uri == xsi_uri) {
      return candidate.value == "true" || candidate.value == "1";
    }
  }
  return false;
}

ParsedXml parse_xml(std::string_view text, const XmlLimits& limits) {
  if (core::trim(text).empty()) return failed("empty", "nothing but white space");
  if (text.size() > limits.max_bytes || text.size() > std::numeric_limits<int>::max()) {
    return failed("size", "longer than is allowed");
  }
  if (!starts_like_xml(text)) return failed("syntax", "no XML: the first character is none of a document's");
  if (has_crowded_tag(text, limits.max_attributes)) {
    return failed("size", "a tag with more attributes than are allowed");
  }
  static const bool initialised = (xmlInitParser(), true);
  static const xmlSAXHandler handler = make_handler();
  (void)initialised;

  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(xmlNewParserCtxt(),
                                                                            &xmlFreeParserCtxt);
  if (!parser) return failed("size", "no memory for a parser");
  const Silence silence;
  Reading reading;
  reading.valid_utf8 = core::valid_utf8(text);
  reading.parser = parser.get();
  reading.limits = &limits;
  *parser->sax = handler;
  parser->userData = &reading;
  if (xmlDocPtr document = xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()),
                                             nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR)) {
    xmlFreeDoc(document);
  }
  ParsedXml parsed;
  const bool whole = reading.root_closed;
  if (!reading.fault && (!whole || !parser->wellFormed)) {
    reading.fault =
        XmlFault{.kind = "syntax", .message = "the document is not well-formed", .line = 0, .column = 0};
  }
  if (!reading.fault && has_stray_nul(text)) {
    // The parser takes a NUL for the end of the input.
    reading.fault =
        XmlFault{.kind = "trailing", .message = "a NUL behind the document", .line = 0, .column = 0};
  }
  if (!reading.fault) reading.fault = std::move(reading.namespace_fault);
  parsed.fault = std::move(reading.fault);
  const bool usable = !parsed.fault || parsed.fault->kind == "trailing" || parsed.fault->kind == "namespace";
  if (whole && usable) parsed.root = std::move(reading.root);
  return parsed;
}

}  // namespace hallmark::wire
