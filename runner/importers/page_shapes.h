// What the readers of pages share: shapes named by their path, and the partial contract of
// one operation that a page becomes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::importers {

// A member's name as part of a shape's name: letters, digits and underscores.
[[nodiscard]] std::string page_identifier(std::string_view name);

// The shapes of one direction: "UpdateDomainRequest", "UpdateDomainRequest_Name", "…_Items_member".
class PageShapes {
 public:
  PageShapes(std::string operation, bool request);
  [[nodiscard]] const std::string& root() const { return root_; }  // path name of the whole
  // A new structure shape at `path`; not added before add() is called.
  [[nodiscard]] contract::Shape structure(const std::string& path) const;
  std::string add(contract::Shape shape);  // its id
  std::string simple(const std::string& path, contract::ShapeType type,
                     const std::function<void(contract::Shape&)>& more = {});
  std::string enumeration(const std::string& path, const std::vector<std::string>& values);
  [[nodiscard]] std::vector<contract::Shape>& all() { return shapes_; }

 private:
  std::string root_;
  std::vector<contract::Shape> shapes_;
};

struct PageOperation {
  std::string slug, name, file;
  std::string version;  // of the API: "2021-09-27"; may be empty
  std::string sdk_id;   // empty: the page does not say
  bool deprecated = false;
  std::vector<std::string> exceptions;  // names, page order
  std::optional<contract::Shape> input, output;
  bool input_known = true;  // false: too large for the page, nothing is known
  bool output_known = true;
  bool required_known = true;
  contract::Traits traits;              // of the operation (http on API Reference pages)
  std::vector<contract::Shape> errors;  // shapes of exceptions, where the page says more than the name
  std::vector<contract::Contradiction> contradictions;
};

// The partial contract: no protocol, path-named shapes, marked with source "page".
[[nodiscard]] contract::Model page_model(PageOperation operation, PageShapes& request, PageShapes& response);

}  // namespace hallmark::importers
