#include "wire/operation_name.h"

#include <gtest/gtest.h>

namespace hallmark::wire {
namespace {

TEST(OperationOnWire, IsFoundByTheNameThatIsSent) {
  contract::Model model;
  model.service.id = "x#S";
  const auto add = [&](const std::string& id, const char* wire) {
    contract::Operation operation;
    operation.id = id;
    if (wire) operation.traits.set(contract::trait::wire_operation_name, wire);
    model.operations.emplace(id, operation);
  };
  add("x#List", nullptr);
  add("x#Do2020", "Do");
  add("x#Do", "DoOld");
  add("y#Elsewhere", nullptr);
  add("x#NotOfTheService", nullptr);
  model.service.operations = {"x#List", "x#Do2020", "x#Do", "y#Elsewhere"};
  const auto found = [&](std::string_view name) {
    const contract::Operation* operation = operation_on_wire(model, name);
    return operation ? operation->id : "none";
  };
  EXPECT_EQ(found("List"), "x#List");
  EXPECT_EQ(found("Do"), "x#Do2020") << "another operation's shape has this name";
  EXPECT_EQ(found("DoOld"), "x#Do");
  EXPECT_EQ(found("Elsewhere"), "y#Elsewhere");
  for (const char* none : {"Do2020", "x#List", "NotOfTheService", "", "list"}) EXPECT_EQ(found(none), "none");
}

}  // namespace
}  // namespace hallmark::wire
