// No change of an answer is both a mutant and a variation, in any protocol: what an answer says with a mutant
// that can be told is never what it says with a variation.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "endpoint/mutants/mutants.h"
#include "endpoint/mutants/variations.h"
#include "endpoint/serve/service_fixture.h"
#include "endpoint/serve/testing_shelf.h"

namespace hallmark::endpoint {
namespace {

using testing::Sender;

// The wire's faults; chunks, trailers, delays and segments are free.
std::string faults_of(const WirePlan& wire) {
  std::string text;
  if (wire.cut_after) text += fmt::format(" cut after {}", *wire.cut_after);
  if (wire.cut_head_after) text += fmt::format(" head cut after {}", *wire.cut_head_after);
  if (wire.content_length) text += fmt::format(" length {}", *wire.content_length);
  if (wire.conflicting_length) text += " two lengths";
  if (wire.broken_chunk) text += " broken chunk";
  if (wire.reset) text += " reset";
  return text + wire.status_line + wire.behind;
}

class Freedoms : public testing::ServiceFixture {
 protected:
  // What a success and an error say, whichever way they are written.
  std::string said(Options options) {
    serve(std::move(options));
    const Json input = {{"Title", "Hamlet"}, {"Most", 3}};
    std::string text;
    for (const char* fault : {"", "TornException"}) {
      const SentAnswer answer = service_->answer(
          signed_request(*model_, "DescribeBooks", input, Sender{.fault = fault}, clock_.now()));
      wire::Response response = answer.response;
      if (response.headers.find("Content-Encoding") != nullptr) return "";  // the reader's, not the decoder's
      const testing::Reply reply = testing::understand(*model_, "DescribeBooks", response);
      const std::string* type = response.headers.find("Content-Type");
      const std::string* protocol = response.headers.find("smithy-protocol");
      text += fmt::format("{} {} {} {} {}{}\n", reply.status, reply.error, core::dump(reply.members),
                          type == nullptr ? "" : type->substr(0, type->find(';')),
                          protocol == nullptr ? "" : *protocol, faults_of(answer.wire));
      const bool success = reply.error.empty() && !reply.decoded.diagnostics.empty();
      for (const auto& diagnostic :
           success ? reply.decoded.diagnostics : reply.decoded_error.decoded.diagnostics) {
        text += fmt::format("  {} {}\n", wire::to_string(diagnostic.kind), diagnostic.pointer);
      }
    }
    return text;
  }
};

// Nobody holds a member against an endpoint that nothing promises.
bool is_about_absence(const Mutant& mutant) {
  return mutant.needs_suite && mutant.promise.ends_with(" required");
}

TEST_F(Freedoms, AreNoMutants) {
  std::size_t mutated = 0, varied = 0;
  for (const wire::Protocol* protocol : wire::all_protocols()) {
    model_ = testing::shelf(protocol->id());
    ASSERT_EQ(wire::protocol_for(*model_), protocol);
    const std::string sound = said({});
    ASSERT_NE(sound.find("409 TornException"), std::string::npos) << sound;
    std::map<std::string, std::string> variations_said;
    for (const Variation& variation : variations()) {
      const std::string text = said({.variations = {std::string(variation.name)}});
      if (text.empty() || text == sound) continue;
      ++varied;
      variations_said.emplace(text, variation.name);
    }
    for (const Mutant& mutant : mutants_for(*model_, *model_->operation("DescribeBooks"))) {
      if (!mutant.equivalent.empty() || mutant.name.starts_with("rarely:") || is_about_absence(mutant))
        continue;
      const std::string text = said({.mutants = {mutant.name}});
      if (text == sound) continue;  // not in this answer
      ++mutated;
      const auto same = variations_said.find(text);
      EXPECT_TRUE(same == variations_said.end())
          << protocol->name() << ": " << mutant.name << " is what " << same->second << " does";
    }
  }
  EXPECT_GT(mutated, 300U);
  EXPECT_GT(varied, 20U);
}

}  // namespace
}  // namespace hallmark::endpoint
