#include "plan/values/shapes.h"

#include "core/text.h"

namespace hallmark::plan {

bool describes_the_body(const contract::Member& member) {
  const Json* header = member.traits.find(contract::trait::http_header);
  if (!header || !header->is_string()) return false;
  const auto name = core::to_lower(header->get<std::string>());
  for (const std::string_view each :
       {"content-length", "content-md5", "content-encoding", "transfer-encoding", "expect",
        "x-amz-content-sha256", "x-amz-decoded-content-length", "x-amz-sdk-checksum-algorithm",
        "x-amz-trailer", "x-amz-sha256-tree-hash"}) {
    if (name == each) return true;
  }
  return name.starts_with("x-amz-checksum-") && name != "x-amz-checksum-mode" &&
         name != "x-amz-checksum-type" && name != "x-amz-checksum-algorithm";
}

}  // namespace hallmark::plan
