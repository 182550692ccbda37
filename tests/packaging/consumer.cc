// Prints what a document promises, and whether an instance fits a schema: the installed headers and
// libraries are enough for both.
#include <iostream>

#include "importers/importers.h"
#include "jsonschema/schema.h"

int main(int argc, char** argv) {
  using namespace hallmark;
  const auto schema = jsonschema::Schema::compile(OrderedJson{{"type", "string"}, {"maxLength", 3}});
  if (!schema.validate("abc").valid || schema.validate("abcd").valid) return 1;
  if (argc > 1) {
    const contract::Model model = importers::read_document(argv[1]);
    std::cout << model.slug << ": " << model.all_operations().size() << " operations\n";
  }
}
