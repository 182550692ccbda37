#include "contract/protocols.h"

#include <gtest/gtest.h>

namespace hallmark::contract {
namespace {

TEST(Protocols, EveryNameLeadsToItsRow) {
  const struct {
    std::string_view said, id;
  } rows[] = {
      {"rest-json", protocol::rest_json},
      {"aws.protocols#restJson1", protocol::rest_json},
      {"restJson1", protocol::rest_json},
      {"REST-XML", protocol::rest_xml},
      {"json", protocol::aws_json_1_0},
      {"json-1.1", protocol::aws_json_1_1},
      {"aws-json-1.1", protocol::aws_json_1_1},
      {"rpc-v2-cbor", protocol::rpcv2_cbor},
      {"rpcv2-cbor", protocol::rpcv2_cbor},
      {"rpcv2Cbor", protocol::rpcv2_cbor},
      {"smithy-rpc-v2-cbor", protocol::rpcv2_cbor},
      {"query", protocol::aws_query},
      {"ec2Query", protocol::ec2_query},
      {"soap", ""},
      {"", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(protocol_facts(row.said).id, row.id) << row.said;
}

TEST(Protocols, NoTwoShareAName) {
  std::vector<std::string_view> seen;
  for (const ProtocolFacts& facts : all_protocol_facts()) {
    EXPECT_EQ(find_protocol_facts(facts.name), &facts) << facts.name;
    EXPECT_EQ(find_protocol_facts(facts.id), &facts) << facts.id;
    for (const std::string_view alias : facts.aliases) {
      if (alias.empty()) continue;
      EXPECT_EQ(find_protocol_facts(alias), &facts) << alias;
    }
  }
  EXPECT_EQ(protocol_names(),
            "rest-json, rest-xml, aws-json-1.0, aws-json-1.1, rpc-v2-cbor, aws-query, ec2-query");
}

TEST(Protocols, TimesHaveADefaultByPlaceAndProtocol) {
  using core::TimestampFormat;
  const struct {
    std::string_view protocol;
    Location location;
    TimestampFormat format;
  } rows[] = {
      {"rest-json", Location::body, TimestampFormat::epoch_seconds},
      {"rest-json", Location::header, TimestampFormat::http_date},
      {"rest-json", Location::query, TimestampFormat::date_time},
      {"rest-xml", Location::payload, TimestampFormat::date_time},
      {"rest-xml", Location::label, TimestampFormat::date_time},
      {"aws-json-1.0", Location::body, TimestampFormat::epoch_seconds},
      {"rpc-v2-cbor", Location::body, TimestampFormat::epoch_seconds},
      {"aws-query", Location::body, TimestampFormat::date_time},
      {"ec2-query", Location::body, TimestampFormat::date_time},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(default_time_format(protocol_facts(row.protocol), row.location), row.format)
        << row.protocol << " " << to_string(row.location);
  }
}

TEST(Protocols, ATraitStatesTheFormatExceptWhereThereIsOnlyOne) {
  Model model;
  add_prelude(model);
  Member member{.name = "When", .target = "smithy.api#Timestamp", .traits = {}};
  member.traits.set(trait::timestamp_format, "http-date");
  EXPECT_EQ(time_format_of(model, member, protocol_facts("rest-json")), core::TimestampFormat::http_date);
  EXPECT_EQ(time_format_of(model, member, protocol_facts("rpc-v2-cbor")),
            core::TimestampFormat::epoch_seconds);
}

TEST(Protocols, AModelSpeaksWhatItStates) {
  Model model;
  model.service.traits.set(protocol::aws_query);
  model.service.traits.set(protocol::rest_json);
  EXPECT_TRUE(speaks(model, &ProtocolFacts::rest));
  EXPECT_TRUE(speaks(model, &ProtocolFacts::xml));
  EXPECT_FALSE(speaks(model, &ProtocolFacts::ec2_names));
  EXPECT_EQ(model.protocols().front(), protocol::rest_json);
}

}  // namespace
}  // namespace hallmark::contract
