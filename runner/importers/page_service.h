// Which service the page of an operation is of. Pages do not say it in words; their names, links and
// samples do.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::importers {

struct PageService {
  std::string slug;           // empty: nothing says it
  std::string version;        // of the API, where a link names it: "2020-01-01"
  std::string target_prefix;  // of X-Amz-Target in a sample: "Fences_20200101"
  bool stated = false;        // by the file's name ("fences.PaintFence.txt"): whoever gave it says so
};

// In this order: the file's name; the links to the SDKs (".../goto/cli2/fences-2020-01-01/PaintFence");
// X-Amz-Target of a sample; the address of the page; Host of a sample; the anchors of its parameters.
[[nodiscard]] PageService service_of_page(std::string_view text, std::string_view file,
                                          std::string_view operation);

}  // namespace hallmark::importers
