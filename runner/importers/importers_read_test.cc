#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "contract/smithy.h"
#include "core/error.h"
#include "core/testing.h"
#include "core/text.h"
#include "importers/diff.h"
#include "importers/importers.h"
#include "importers/testing.h"

namespace hallmark::importers {
namespace {

using testing::read_document_text;

using ::testing::HasSubstr;

constexpr const char* kSmithy =
    R"({"smithy":"2.0","shapes":{"a.t#T":{"type":"service","version":"1","operations":[{"target":"a.t#Do"}],
  "traits":{"aws.protocols#restJson1":{},"aws.api#service":{"sdkId":"T"},"smithy.api#xmlNamespace":{"uri":"http://x/"}}},
  "a.t#Do":{"type":"operation","input":{"target":"a.t#In"},"output":{"target":"a.t#Out"},"errors":[{"target":"a.t#Gone"}],
    "traits":{"smithy.api#http":{"method":"PUT","uri":"/x/{Name}","code":201},"smithy.api#examples":[{"title":"One","input":{}}]}},
  "a.t#In":{"type":"structure","mixins":[{"target":"a.t#Mix"}],"members":{"Name":{"target":"a.t#Name","traits":{"smithy.api#required":{},"smithy.api#httpLabel":{}}},
    "Tags":{"target":"a.t#Tags"},"Again":{"target":"a.t#In"}}},
  "a.t#Mix":{"type":"structure","members":{"Base":{"target":"smithy.api#String"}},"traits":{"smithy.api#mixin":{}}},
  "a.t#In$Tags":{"type":"apply","traits":{"smithy.api#sensitive":{}}},
  "a.t#Out":{"type":"structure","members":{"Kind":{"target":"a.t#Kind"},"List":{"target":"a.t#List"}}},
  "a.t#Name":{"type":"string","traits":{"smithy.api#length":{"min":1,"max":9},"smithy.api#pattern":"^a+$"}},
  "a.t#Tags":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a.t#Name"}},
  "a.t#List":{"type":"list","member":{"target":"a.t#In"}},
  "a.t#Kind":{"type":"enum","members":{"A":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"a"}}}},
  "a.t#R":{"type":"resource","identifiers":{"id":{"target":"a.t#Name"}},"read":{"target":"a.t#Do"}},
  "a.t#Gone":{"type":"structure","members":{"message":{"target":"smithy.api#String"}},"traits":{"smithy.api#error":"client","smithy.api#httpError":404}}},
  "metadata":{"hallmark.api#slug":"t","hallmark.api#documents":["d"],"hallmark.api#contradictions":[{"promise":"p","what":"w","sayings":[{"source":"s","value":"v"}]}]}})";

constexpr const char* kBotocore =
    R"({"version":"2.0","metadata":{"apiVersion":"1","endpointPrefix":"t","protocol":"rest-xml","protocols":["rest-xml"],
  "serviceId":"T","signatureVersion":"v4","signingName":"t","auth":["aws.auth#sigv4"],"xmlNamespace":{"uri":"http://x/"}},
  "operations":{"Do":{"name":"Do2020_01_01","http":{"method":"PUT","requestUri":"/x/{name}?y","responseCode":201},
    "input":{"shape":"In","locationName":"DoRequest","xmlNamespace":{"uri":"http://x/"}},"output":{"shape":"Out","resultWrapper":"W"},
    "errors":[{"shape":"Gone"}],"idempotent":true,"endpoint":{"hostPrefix":"a."},"authtype":"none","httpChecksum":{"requestAlgorithmMember":"Name"}}},
  "shapes":{"In":{"type":"structure","required":["Name"],"xmlOrder":["Name","Tags"],"payload":"Body","members":{
      "Name":{"shape":"Name","location":"uri","locationName":"name"},"Tags":{"shape":"Tags","location":"headers","locationName":"x-"},
      "Body":{"shape":"Out","locationName":"Body"}}},
    "Out":{"type":"structure","members":{"Kind":{"shape":"Kind"},"List":{"shape":"List","flattened":true},"At":{"shape":"At","timestampFormat":"iso8601"}}},
    "Name":{"type":"string","min":1,"max":9,"pattern":"a+"},"Tags":{"type":"map","key":{"shape":"Name","locationName":"K"},"value":{"shape":"Name"}},
    "List":{"type":"list","member":{"shape":"Out","locationName":"item"},"max":3},"Kind":{"type":"string","enum":["a"]},"At":{"type":"timestamp"},
    "Gone":{"type":"structure","members":{},"exception":true,"retryable":{"throttling":true},"error":{"code":"Gone","httpStatusCode":404,"senderFault":true}}}})";

// Reads, and does with the model what is done with every model; only a DocumentError may come out.
void digest(const std::string& text) {
  try {
    const contract::Model model = read_document_text(text, "damaged");
    const std::string written = contract::write_smithy(model);
    EXPECT_EQ(contract::write_smithy(read_smithy_ast(written, "again")), written);
    (void)diff(model, model);
    (void)merge({model, model});
  } catch (const core::DocumentError& error) {
    EXPECT_FALSE(error.problem().rule.empty());
    EXPECT_FALSE(error.problem().message.empty());
  }
}

std::string rule_of(const std::string& text) {
  try {
    (void)read_document_text(text, "text");
  } catch (const core::DocumentError& error) {
    return error.problem().rule;
  }
  return "read";
}

std::string gzip(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class ReadFiles : public ::testing::Test {
 protected:
  ReadFiles()
      : folder_(std::filesystem::temp_directory_path() / ("hallmark-read-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~ReadFiles() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path file(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  static std::string rule(const std::filesystem::path& path) {
    try {
      (void)read_document(path);
    } catch (const core::DocumentError& error) {
      return error.problem().rule;
    }
    return "read";
  }
  std::filesystem::path folder_;
};

TEST(ReadDocument, RecognisesByContent) {
  EXPECT_EQ(rule_of(kSmithy), "read");
  EXPECT_EQ(rule_of(kBotocore), "read");
  EXPECT_EQ(rule_of(std::string("\xef\xbb\xbf\n ") + kBotocore), "read");
  for (const char* text : {"", "  \n", "hello", "{}", "[1]", "{\"metadata\":1}"}) {
    EXPECT_EQ(rule_of(text), "document.unknown") << text;
  }
  for (const char* text : {"<html>", "{\"openapi\":\"3.0.0\"}"}) {
    EXPECT_EQ(rule_of(text), "document.foreign") << text;
  }
  // A member that is called smithy does not make a Smithy model.
  EXPECT_EQ(rule_of(core::replace_all(kBotocore, "\"Kind\":{\"shape\"", "\"smithy\":{\"shape\"")), "read");
}

TEST(ReadDocument, PagesAndModelsOfOneServiceHaveOneSlug) {
  const auto seeds = core::shared_data("seeds");
  if (!seeds) GTEST_SKIP() << core::absent("seeds");
  const auto models = *core::shared_data("models");
  int pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*seeds)) {
    const contract::Model page = read_document(entry.path());
    EXPECT_EQ(contract::source_of(page.service.traits), contract::Source::page);
    ASSERT_EQ(page.documents.size(), 1U);
    EXPECT_EQ(page.documents[0], entry.path().filename());
    if (page.slug == "voice-id" || page.slug == "cloudfront" || page.slug == "chime-sdk-voice") {
      EXPECT_TRUE(std::filesystem::exists(models / "botocore" / page.slug));
      ++pages;
    }
  }
  EXPECT_EQ(pages, 3);
}

TEST_F(ReadFiles, PlainAndGzipAreRead) {
  EXPECT_EQ(read_document(file("a.json", kBotocore)).slug, "t");
  EXPECT_EQ(read_document(file("a.json.gz", gzip(kBotocore))).slug, "t");
  EXPECT_EQ(read_document(file("two.gz", gzip(std::string(kBotocore).substr(0, 700)) +
                                             gzip(std::string(kBotocore).substr(700))))
                .slug,
            "t");
  EXPECT_EQ(read_document(file("a.json", kBotocore)).documents, std::vector<std::string>{"a.json"});
}

TEST_F(ReadFiles, ExamplesBesideAModelAreRead) {
  const auto path = file("service-2.json", kBotocore);
  file("examples-1.json", R"({"examples":{"Do":[{"title":"One","input":{"Name":"a"}}]}})");
  EXPECT_TRUE(read_document(path).operation("Do")->traits.has(contract::trait::examples));
  file("examples-1.json", R"({"examples":{"Do":7}})");
  EXPECT_EQ(rule(path), "botocore.examples");
}

TEST_F(ReadFiles, SaysWhatCannotBeRead) {
  const std::string packed = gzip(kBotocore);
  EXPECT_EQ(rule(folder_ / "missing"), "file.read");
  EXPECT_EQ(rule(folder_), "file.read");
  EXPECT_EQ(rule(file("cut.gz", packed.substr(0, packed.size() / 2))), "file.gzip");
  EXPECT_EQ(rule(file("bad.gz", packed.substr(0, 20) + std::string(40, '\x55') + packed.substr(60))),
            "file.gzip");
  EXPECT_EQ(rule(file("tail.gz", packed + "garbage")), "file.gzip");
  std::string bomb;
  const std::string megabyte = gzip(std::string(std::size_t{1} << 20, ' '));
  for (int i = 0; i < 300; ++i) bomb += megabyte;
  EXPECT_EQ(rule(file("bomb.gz", bomb)), "file.size");
  EXPECT_EQ(rule(file("empty", "")), "document.unknown");
}

TEST(DamagedDocuments, WrongTypesEverywhere) {
  const std::vector<Json> wrong = {
      nullptr, true, -1.5, "x", Json::array({Json::object()}), Json{{"target", 1}, {"shape", "Nowhere"}}};
  for (const char* text : {kSmithy, kBotocore}) {
    const Json flat = Json::parse(text).flatten();
    std::set<std::string> pointers;
    for (const auto& [pointer, value] : flat.items()) {
      for (std::size_t at = pointer.size(); at != std::string::npos && at > 0;
           at = pointer.rfind('/', at - 1)) {
        pointers.insert(pointer.substr(0, at));
      }
    }
    EXPECT_GT(pointers.size(), 80U);
    for (const std::string& pointer : pointers) {
      for (const Json& value : wrong) {
        SCOPED_TRACE(pointer + " = " + value.dump());
        OrderedJson document = OrderedJson::parse(text);
        document[OrderedJson::json_pointer(pointer)] = core::to_ordered(value);
        digest(document.dump());
      }
      OrderedJson document = OrderedJson::parse(text);
      auto& parent = document[OrderedJson::json_pointer(pointer.substr(0, pointer.rfind('/')))];
      if (parent.is_object())
        parent.erase(core::replace_all(core::replace_all(pointer.substr(pointer.rfind('/') + 1), "~1", "/"),
                                       "~0", "~"));
      digest(document.dump());
    }
  }
}

TEST(DamagedDocuments, BytesFlippedCutAndDoubled) {
  core::Random random("damaged documents");
  for (const std::string text : {kSmithy, kBotocore}) {
    for (int i = 0; i < 1500; ++i) {
      std::string damaged = text;
      const std::size_t edits = 1 + random.below(4);
      for (std::size_t k = 0; k < edits; ++k) {
        const std::size_t at = random.below(damaged.size());
        switch (random.below(5)) {
          case 0:
            damaged[at] = static_cast<char>(random.below(256));
            break;
          case 1:
            damaged.erase(at, random.below(30));
            break;
          case 2:
            damaged.insert(at, damaged.substr(random.below(damaged.size()), random.below(60)));
            break;
          case 3:
            damaged[at] = "{}[]\",:0"[random.below(8)];
            break;
          default:
            damaged.resize(std::max<std::size_t>(at, 1));
            break;
        }
      }
      SCOPED_TRACE(core::printable(damaged));
      digest(damaged);
    }
  }
}

TEST(DamagedDocuments, DepthAndSizeHaveLimits) {
  const std::string deep(200000, '[');
  EXPECT_EQ(rule_of("{\"smithy\":\"2.0\",\"shapes\":" + deep), "json.depth");
  EXPECT_EQ(rule_of("{\"metadata\":{},\"operations\":{},\"shapes\":" + deep), "json.depth");
  EXPECT_EQ(rule_of(core::replace_all(kSmithy, "^a+$", std::string(std::size_t{4} << 20, 'a'))), "read");
  EXPECT_EQ(rule_of(core::replace_all(kBotocore, "\"a+\"", "\"\xff\xfe\"")), "json.utf8");
}

// Structures inside structures, ten thousand deep: nothing that walks shapes may recurse.
TEST(DamagedDocuments, LongChainsOfShapes) {
  std::string botocore =
      R"({"metadata":{"protocol":"json","serviceId":"T"},"operations":{"Do":{"input":{"shape":"S0"}}},"shapes":{)";
  std::string smithy =
      R"({"smithy":"2.0","shapes":{"a.t#T":{"type":"service","version":"1","operations":[{"target":"a.t#Do"}],
      "traits":{"aws.protocols#awsJson1_0":{},"aws.api#service":{"sdkId":"T"}}},"a.t#Do":{"type":"operation","input":{"target":"a.t#S0"}})";
  constexpr int depth = 10000;
  for (int i = 0; i < depth; ++i) {
    const std::string self = "S" + std::to_string(i);
    const std::string next = "S" + std::to_string((i + 1) % depth);
    botocore += "\"" + self + R"(":{"type":"structure","members":{"m":{"shape":")" + next + "\"}}}" +
                (i + 1 < depth ? "," : "}}");
    smithy += ",\"a.t#" + self + R"(":{"type":"structure","members":{"m":{"target":"a.t#)" + next + "\"}}}";
  }
  smithy += "}}";
  const contract::Model a = read_document_text(smithy, "smithy");
  const contract::Model b = read_document_text(botocore, "botocore");
  EXPECT_EQ(diff(a, b).size(), 1U);  // the service's version
  EXPECT_EQ(merge({a, b}).shapes.size(), static_cast<std::size_t>(depth));
}

}  // namespace
}  // namespace hallmark::importers
