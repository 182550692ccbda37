// --data: what a user's folder adds to Hallmark's own data, and what of it takes its place.
#include "cli/data_folders.h"

#include <cstdlib>

#include "cli/exit_code.h"
#include "cli/workspace.h"
#include "command_line.h"
#include "core/json.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;
using testing::hallmark;
using testing::Said;

class Data : public testing::InFolder {
 protected:
  [[nodiscard]] Said with(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--data", folder_.string()});
    return hallmark(arguments);
  }
  [[nodiscard]] static Json own(const std::string& place) {
    return Json::parse(read(fs::path(HALLMARK_SOURCE_DIR) / place));
  }
};

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_F(Data, AddsToHallmarksOwn) {
  file("targets/mine.json", R"({"name": "mine", "endpoints": "http://127.0.0.1:9"})");
  const Said targets = with({"list", "targets"});
  EXPECT_TRUE(has_line(targets.out, "mine") && has_line(targets.out, "embedded"))
      << targets.out << targets.err;
  const Said services = with({"list", "services"});
  EXPECT_TRUE(has_line(services.out, "voice-id")) << services.out << services.err;
}

TEST_F(Data, ItsFilesStandBeforeHallmarksOwn) {
  const std::string place = "fixtures/voice-id/UpdateDomain/ResourceNotFoundException.json";
  Json fixture = own(place);
  ASSERT_GT(fixture["cases"].size(), 1U);
  fixture["cases"] = Json::array({fixture["cases"][0]});
  const std::string before = fixture["cases"][0]["name"];
  fixture["cases"][0]["name"] = "of-mine";
  file(place, fixture.dump());
  const std::string prefix = "voice-id.UpdateDomain/";
  const Said said = with({"list", "voice-id", "--no-generated"});
  EXPECT_TRUE(has_line(said.out, prefix + "ResourceNotFoundException/of-mine")) << said.out << said.err;
  EXPECT_EQ(said.out.find(prefix + "ResourceNotFoundException/" + before), std::string::npos) << said.out;
  EXPECT_NE(said.out.find(prefix + "success/"), std::string::npos) << said.out;
}

TEST_F(Data, AContractOfItsOwnLeavesOutWhatWasWrittenForAnother) {
  Json model = own("schemas/voice-id/model.json");
  Json& shapes = model["shapes"];
  shapes.erase("com.amazonaws.voiceid#DomainResource");
  shapes.erase("com.amazonaws.voiceid#UpdateDomain");
  Json& service = shapes["com.amazonaws.voiceid#VoiceID"];
  service.erase("resources");
  service["operations"] = {{{"target", "com.amazonaws.voiceid#ListDomains"}}};
  file("schemas/voice-id/model.json", model.dump());
  const Said said = with({"plan", "voice-id", "--target", "embedded", "--depth", "quick"});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_NE((said.out + said.err).find("voice-id.suite.json and its fixtures are left out"),
            std::string::npos)
      << said.out << said.err;
  EXPECT_EQ(said.out.find("UpdateDomain"), std::string::npos) << said.out;
}

TEST_F(Data, IsCheckedWithoutHallmarksOwn) {
  file("targets/mine.json", R"({"name": "mine", "endpoints": "http://127.0.0.1:9"})");
  const Said good = with({"check"});
  EXPECT_EQ(good.code, exit_conforms) << good.err;
  EXPECT_NE(good.out.find("1 file checked, 0 problems"), std::string::npos) << good.out;
  file("fixtures/voice-id/UpdateDomain/NoSuchException.json",
       R"({"operation": "UpdateDomain", "exception": "NoSuchException", "cases": []})");
  file("fixtures/nobody/Do/success.json", "{}");
  const Said bad = with({"check"});
  EXPECT_EQ(bad.code, exit_document);
  for (const char* words : {"NoSuchException.json", "there is no suite of the service \"nobody\""}) {
    EXPECT_NE(bad.err.find(words), std::string::npos) << bad.err;
  }
}

TEST_F(Data, OfHallmarkItselfIsWholeOrAnError) {
  file("suites/x", "");
  ::setenv("HALLMARK_DATA", folder_.c_str(), 1);
  const Said said = hallmark({"list", "targets"});
  ::unsetenv("HALLMARK_DATA");
  EXPECT_EQ(said.code, exit_usage);
  EXPECT_NE(said.err.find("$HALLMARK_DATA " + folder_.string()), std::string::npos) << said.err;
}

TEST_F(Data, OfOneFolderTwiceIsReadOnce) {
  file("targets/mine.json", "{}");
  const DataFolders data(folder_, folder_ / ".");
  EXPECT_EQ(data.files("targets").size(), 1U);
  EXPECT_TRUE(data.added(folder_ / "targets" / "mine.json"));
  EXPECT_EQ(data.place_of(data.find("targets/mine.json")), "targets/mine.json");
  EXPECT_TRUE(DataFolders().find("targets/mine.json").empty());
}

}  // namespace
}  // namespace hallmark::cli
