#include "endpoint/mutants/answer.h"

namespace hallmark::endpoint {

bool WirePlan::plain() const {
  return interim.empty() && !cut_after && !cut_head_after && !content_length && !no_content_length &&
         !conflicting_length && !chunked && !broken_chunk && !reset && segment == 0 && delay.count() == 0 &&
         status_line.empty() && behind.empty();
}

}  // namespace hallmark::endpoint
