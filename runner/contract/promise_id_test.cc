#include "contract/promise_id.h"

#include <gtest/gtest.h>

namespace hallmark::contract {
namespace {

TEST(PromiseIds, AreReadAndWritten) {
  const struct {
    const char* text;
    PromiseId id;
  } rows[] = {
      {"voice-id.UpdateDomain input.Name length.max",
       {"voice-id", "UpdateDomain", Side::input, "Name", "length.max"}},
      {"a.B input.Items[].Tags{} type", {"a", "B", Side::input, "Items[].Tags{}", "type"}},
      {"a.B output type", {"a", "B", Side::output, "", "type"}},
      {"a.B error.Conflict", {"a", "B", Side::error, "Conflict", ""}},
      {"a.B error.Conflict status", {"a", "B", Side::error, "Conflict", "status"}},
      {"a.B behaviour.read-back Name", {"a", "B", Side::behaviour, "read-back", "Name"}},
      {"a.B protocol.malformed", {"a", "B", Side::protocol, "malformed", ""}},
      {"a.B auth.signature", {"a", "B", Side::auth, "signature", ""}},
      {"a.B status", {"a", "B", Side::status, "", ""}},
      {"a.B http", {"a", "B", Side::http, "", ""}},
  };
  for (const auto& row : rows) {
    const auto id = PromiseId::read(row.text);
    ASSERT_TRUE(id) << row.text;
    EXPECT_EQ(*id, row.id) << row.text;
    EXPECT_EQ(row.id.text(), row.text);
  }
}

TEST(PromiseIds, AreNotReadFromOtherText) {
  for (const char* text : {"", "a", "a.B", "a.B ", "a B status", ".B status", "a. status", "a.B outputs type",
                           "a.B input.", "a.B input.Name ", "a.B statuses", "a.B  status"})
    EXPECT_FALSE(PromiseId::read(text)) << text;
}

TEST(PromiseIds, ShowTheirParts) {
  EXPECT_EQ(operation_of_promise("a.B input.Name enum"), "a.B");
  EXPECT_EQ(clause_of_promise("a.B input.Name enum"), "input.Name enum");
  EXPECT_EQ(operation_of_promise("a.B"), "a.B");
  EXPECT_EQ(clause_of_promise("a.B"), "");
  EXPECT_TRUE(is_about("a.B behaviour.gone", Side::behaviour));
  EXPECT_FALSE(is_about("a.B error.behaviour.gone", Side::behaviour));
  EXPECT_FALSE(is_about("a.B behavioural", Side::behaviour));
}

}  // namespace
}  // namespace hallmark::contract
