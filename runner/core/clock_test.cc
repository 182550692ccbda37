#include "core/clock.h"

#include <gtest/gtest.h>

#include "core/digest.h"
#include "core/text.h"

namespace hallmark::core {
namespace {

constexpr Time sample{std::chrono::microseconds(1568824714734000)};

TEST(Timestamps, FormatAsSmithySays) {
  EXPECT_EQ(format_time(sample, TimestampFormat::date_time), "2019-09-18T16:38:34.734Z");
  EXPECT_EQ(format_time(sample, TimestampFormat::http_date), "Wed, 18 Sep 2019 16:38:34 GMT");
  EXPECT_EQ(format_time(sample, TimestampFormat::epoch_seconds), "1568824714.734");
  EXPECT_EQ(format_basic(sample), "20190918T163834Z");
}

TEST(Timestamps, ParseTheirOwnFormatOnly) {
  using enum TimestampFormat;
  const struct {
    std::string_view text;
    TimestampFormat format;
    std::int64_t micros;  // -1: refused
  } rows[] = {
      {"2019-09-18T16:38:34.734Z", date_time, 1568824714734000},
      {"2019-09-18T16:38:34Z", date_time, 1568824714000000},
      {"2019-09-18T17:38:34+01:00", date_time, 1568824714000000},
      {"2019-09-18 16:38:34Z", date_time, -1},
      {"2019-02-30T16:38:34Z", date_time, -1},
      {"2019-09-18T16:38:34", date_time, -1},
      {"2019-09-18T16:38:34.Z", date_time, -1},
      {"Wed, 18 Sep 2019 16:38:34 GMT", http_date, 1568824714000000},
      {"Wed, 18 Sep 2019 16:38:34.734 GMT", http_date, 1568824714734000},
      {"Thu, 18 Sep 2019 16:38:34 GMT", http_date, -1},
      {"1568824714", epoch_seconds, 1568824714000000},
      {"1568824714.734", epoch_seconds, 1568824714734000},
      {"1.568824714734E9", epoch_seconds, 1568824714734000},
      {"1e400", epoch_seconds, -1},
      {"nan", epoch_seconds, -1},
      {"", epoch_seconds, -1},
      {"-1.5", epoch_seconds, -1500000},
  };
  for (const auto& row : rows) {
    const auto time = parse_time(row.text, row.format);
    if (row.micros == -1) {
      EXPECT_FALSE(time) << row.text;
    } else {
      ASSERT_TRUE(time) << row.text;
      EXPECT_EQ(time->time_since_epoch().count(), row.micros) << row.text;
    }
  }
  EXPECT_EQ(parse_basic("20190918T163834Z"), Time(std::chrono::microseconds(1568824714000000)));
  EXPECT_FALSE(parse_basic("20190918T163834"));
}

TEST(Digests, AgreeWithPublishedValues) {
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex(md5("abc")), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex(hmac_sha256("key", "The quick brown fox jumps over the lazy dog")),
            "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_NE(random_uuid(), random_uuid());
}

}  // namespace
}  // namespace hallmark::core
