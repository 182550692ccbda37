// Private to the botocore reader: the shapes of a service-2.json.
#pragma once

#include <map>
#include <string>

#include "contract/model.h"
#include "importers/botocore_node.h"

namespace hallmark::importers {

struct BotocoreDialect {
  std::string space;        // the model's namespace
  bool json_names = false;  // a JSON protocol reads locationName
  bool xml_names = false;   // an XML or query protocol does
  bool ec2 = false;
};

// botocore shape name -> shape id, and the nodes for those who need more of them.
struct BotocoreShapes {
  std::map<std::string, std::string, std::less<>> ids;
  std::map<std::string, BotocoreNode, std::less<>> nodes;
};

// Gives every shape an id that no operation has.
[[nodiscard]] BotocoreShapes index_shapes(const BotocoreNode& root, const BotocoreDialect& dialect);
void read_shapes(const BotocoreShapes& shapes, const BotocoreDialect& dialect, contract::Model& model);
// The shape id that a reference {"shape": name} leads to. Throws "botocore.target".
[[nodiscard]] const std::string& shape_id(const BotocoreShapes& shapes, const BotocoreNode& reference);
// "http://…" or {"uri": …, "prefix": …} -> the trait's value; null when absent.
[[nodiscard]] Json xml_namespace_of(const BotocoreNode& node);
// The traits of `error` on a shape, or on an operation's reference to one.
void read_error(const BotocoreNode& node, contract::Traits& traits);

// "UpdateDistribution2020_05_31" -> "UpdateDistribution".
[[nodiscard]] std::string without_date(std::string_view operation_name);

}  // namespace hallmark::importers
