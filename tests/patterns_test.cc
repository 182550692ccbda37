// The readers of patterns held against each other: PCRE2 by way of the ECMA dialect, which judges; the one
// that writes values for requests; and the endpoint's own, which writes values for answers. Over every
// pattern of the reference models, or of $BOTOCORE_DATA. Needs the reference data.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/testing.h"
#include "core/text.h"
#include "endpoint/reference/text_from_pattern.h"
#include "jsonschema/pattern.h"
#include "plan/values/regular.h"

namespace {

using namespace hallmark;
namespace fs = std::filesystem;

void collect(const OrderedJson& value, std::set<std::string>& patterns) {
  for (const auto& [name, part] : value.items()) {
    if (part.is_structured()) {
      collect(part, patterns);
    } else if (part.is_string() && (name == "pattern" || name == "smithy.api#pattern")) {
      patterns.insert(part.get<std::string>());
    }
  }
}

std::set<std::string> patterns_below(const fs::path& folder) {
  std::set<std::string> patterns;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") collect(core::load_json(entry.path()).value, patterns);
  }
  return patterns;
}

struct Counts {
  std::size_t patterns = 0, by_runner = 0, by_endpoint = 0, refused = 0;
};

// Texts of several lengths, as the runner writes them. What looks ahead or is anchored within does not steer
// it: whoever asks tries again. Empty: it does not read the pattern.
std::vector<std::string> runners_texts(const plan::Regular& regular, const std::string& pattern) {
  std::vector<std::string> texts;
  for (const std::size_t wanted : {1, 8, 40}) {
    const auto length = regular.length_near(1, 200, wanted);
    if (!length) continue;
    core::Random random(pattern + std::to_string(wanted));
    if (auto text = regular.make(*length, random, plan::Taste::plain)) texts.push_back(*std::move(text));
  }
  return texts;
}

TEST(Patterns, AreReadAlikeByAllReaders) {
  const char* data = std::getenv("BOTOCORE_DATA");
  const auto folder =
      data != nullptr && *data != '\0' ? std::optional<fs::path>(data) : core::shared_data("models");
  if (!folder) GTEST_SKIP() << core::absent("models");
  Counts counts;
  for (const std::string& pattern : patterns_below(*folder)) {
    ++counts.patterns;
    const auto judge = jsonschema::Pattern::compile(pattern);
    if (!judge) {
      // What the judge refuses nobody writes for: else requests would be made that it cannot read.
      ++counts.refused;
      EXPECT_FALSE(endpoint::text_from_pattern(pattern, 1, 200, "seed")) << pattern;
      continue;
    }
    const auto matches = [&](const std::string& text) {
      return judge->search(text) == jsonschema::Pattern::Answer::yes;
    };
    const auto regular = plan::Regular::parse(pattern);
    const auto texts = regular ? runners_texts(*regular, pattern) : std::vector<std::string>();
    const auto other = endpoint::text_from_pattern(pattern, 1, 200, "seed");
    counts.by_runner += std::any_of(texts.begin(), texts.end(), matches) ? 1 : 0;
    counts.by_endpoint += other ? 1 : 0;
    if (!other) continue;
    EXPECT_TRUE(matches(*other)) << pattern << "\nthe endpoint writes " << core::printable(*other);
    EXPECT_FALSE(texts.empty()) << pattern << "\nthe endpoint writes " << core::printable(*other)
                                << ", the runner nothing";
    for (const std::string& text : texts)
      EXPECT_TRUE(regular->has_assertions() || matches(text))
          << pattern << "\nthe runner writes " << core::printable(text) << ", the endpoint "
          << core::printable(*other);
  }
  EXPECT_GT(counts.patterns, 0U);
  std::cout << "patterns written by the runner " << counts.by_runner << " of " << counts.patterns
            << "\npatterns written by the endpoint " << counts.by_endpoint << " of " << counts.patterns
            << "\n(refused by the judge " << counts.refused << ")\n";
}

}  // namespace
