#include "plan/context/shown_states.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "names/signs.h"

namespace hallmark::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ShownStates, AreThoseOfEnumerationsHoweverDeep) {
  const auto model = contract::read_smithy(core::load_json_text(R"json({"smithy": "2.0", "shapes": {
    "t#Things": {"type": "service", "version": "1"},
    "t#Out": {"type": "structure", "members": {"Stream": {"target": "t#Stream"}, "All": {"target": "t#Streams"}}},
    "t#Streams": {"type": "list", "member": {"target": "t#Stream"}},
    "t#Stream": {"type": "structure", "members": {"Status": {"target": "t#Status"}, "Name": {"target": "smithy.api#String"}}},
    "t#Status": {"type": "enum", "members": {"ACTIVE": {"target": "smithy.api#Unit"}, "DELETING": {"target": "smithy.api#Unit"}}},
    "t#Listed": {"type": "structure", "members": {"All": {"target": "t#Streams"}}}
  }})json",
                                                                "states.json"));
  const auto leaving = [&](const char* shape, bool in_lists) {
    return states_in(model, *model.shape(shape), names::is_last_state, in_lists);
  };
  EXPECT_THAT(leaving("t#Out", false), ElementsAre("DELETING")) << "each once";
  EXPECT_THAT(leaving("t#Listed", true), ElementsAre("DELETING"));
  EXPECT_THAT(leaving("t#Listed", false), IsEmpty());
  EXPECT_THAT(states_in(
                  model, *model.shape("t#Out"), [](auto state) { return state == "GONE"; }, true),
              IsEmpty());
}

}  // namespace
}  // namespace hallmark::plan
