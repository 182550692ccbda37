// For tests only: contracts of the reference data, read once.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "contract/smithy.h"
#include "core/testing.h"
#include "importers/importers.h"

namespace hallmark::plan {

// Of a botocore model, with a seed page in front of it when one is named. Null when the data is not there.
inline std::shared_ptr<const contract::Model> reference_model(const std::string& service,
                                                              const std::string& version,
                                                              const std::string& seed = {}) {
  static std::map<std::string, std::shared_ptr<const contract::Model>> read;
  auto& model = read[service + seed];
  if (model) return model;
  const auto path = core::shared_data("models/botocore/" + service + "/" + version + "/service-2.json");
  if (!path) return nullptr;
  auto botocore = importers::read_document(*path);
  if (seed.empty()) {
    model = std::make_shared<const contract::Model>(std::move(botocore));
    return model;
  }
  const auto page = core::shared_data("seeds/" + seed);
  if (!page) return nullptr;
  importers::MergeOptions options;
  for (const auto* operation : botocore.all_operations()) options.supporting.emplace_back(operation->name());
  model = std::make_shared<const contract::Model>(
      importers::merge({importers::read_document(*page), std::move(botocore)}, options));
  return model;
}

// A small contract of our own: rooms of a hotel, with every kind of constraint.
inline contract::Model hotel(const std::string& protocol = "aws.protocols#restJson1") {
  static constexpr std::string_view text = R"json({
    "smithy": "2.0",
    "shapes": {
      "h#Hotel": {"type": "service", "version": "2024-01-01",
        "operations": [{"target": "h#CreateRoom"}, {"target": "h#UpdateRoom"}, {"target": "h#GetRoom"}, {"target": "h#DeleteRoom"}, {"target": "h#ListRooms"}],
        "traits": {"aws.api#service": {"sdkId": "Hotel"}, "aws.auth#sigv4": {"name": "hotel"}, "PROTOCOL": {}}},
      "h#CreateRoom": {"type": "operation", "input": {"target": "h#CreateRoomRequest"}, "output": {"target": "h#RoomAnswer"},
        "errors": [{"target": "h#ValidationException"}, {"target": "h#ThrottlingException"}],
        "traits": {"smithy.api#http": {"method": "POST", "uri": "/rooms", "code": 201}}},
      "h#UpdateRoom": {"type": "operation", "input": {"target": "h#UpdateRoomRequest"}, "output": {"target": "h#RoomAnswer"},
        "errors": [{"target": "h#ValidationException"}, {"target": "h#RoomNotFoundException"}, {"target": "h#AccessDeniedException"}],
        "traits": {"smithy.api#http": {"method": "PUT", "uri": "/rooms/{RoomId}", "code": 200}}},
      "h#GetRoom": {"type": "operation", "input": {"target": "h#RoomRequest"}, "output": {"target": "h#RoomAnswer"},
        "errors": [{"target": "h#RoomNotFoundException"}], "traits": {"smithy.api#http": {"method": "GET", "uri": "/rooms/{RoomId}", "code": 200}}},
      "h#DeleteRoom": {"type": "operation", "input": {"target": "h#RoomRequest"},
        "errors": [{"target": "h#RoomNotFoundException"}], "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/rooms/{RoomId}", "code": 204}}},
      "h#ListRooms": {"type": "operation", "input": {"target": "h#ListRoomsRequest"}, "output": {"target": "h#ListRoomsAnswer"},
        "traits": {"smithy.api#http": {"method": "GET", "uri": "/rooms", "code": 200}}},
      "h#CreateRoomRequest": {"type": "structure", "members": {
        "Name": {"target": "h#RoomName", "traits": {"smithy.api#required": {}}},
        "Beds": {"target": "h#BedCount", "traits": {"smithy.api#required": {}}},
        "Kind": {"target": "h#RoomKind"},
        "Guests": {"target": "h#Guests"},
        "Tags": {"target": "h#Tags"},
        "Window": {"target": "h#Window"},
        "Annex": {"target": "h#Annex"},
        "Since": {"target": "smithy.api#Timestamp"},
        "Picture": {"target": "smithy.api#Blob"},
        "Smoking": {"target": "smithy.api#Boolean"},
        "Token": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "x-token", "smithy.api#idempotencyToken": {}}}}},
      "h#UpdateRoomRequest": {"type": "structure", "members": {
        "RoomId": {"target": "h#RoomId", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
        "Name": {"target": "h#RoomName"}}},
      "h#RoomRequest": {"type": "structure", "members": {
        "RoomId": {"target": "h#RoomId", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
      "h#ListRoomsRequest": {"type": "structure", "members": {
        "MaxResults": {"target": "h#PageSize", "traits": {"smithy.api#httpQuery": "max"}},
        "NextToken": {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "next"}}}},
      "h#ListRoomsAnswer": {"type": "structure", "members": {"Rooms": {"target": "h#Rooms"}}},
      "h#Rooms": {"type": "list", "member": {"target": "h#Room"}},
      "h#RoomAnswer": {"type": "structure", "members": {"Room": {"target": "h#Room", "traits": {"smithy.api#required": {}}}}},
      "h#Room": {"type": "structure", "members": {
        "RoomId": {"target": "h#RoomId", "traits": {"smithy.api#required": {}}}, "Name": {"target": "h#RoomName"}}},
      "h#RoomId": {"type": "string", "traits": {"smithy.api#pattern": "^room-[0-9a-f]{8}$"}},
      "h#RoomName": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 64}, "smithy.api#pattern": "^[a-zA-Z0-9_-]+$"}},
      "h#BedCount": {"type": "integer", "traits": {"smithy.api#range": {"min": 1, "max": 6}}},
      "h#PageSize": {"type": "integer", "traits": {"smithy.api#range": {"min": 1, "max": 100}}},
      "h#RoomKind": {"type": "enum", "members": {
        "SINGLE": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "SINGLE"}},
        "SUITE": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "SUITE"}}}},
      "h#Guests": {"type": "list", "member": {"target": "h#Guest"}, "traits": {"smithy.api#length": {"min": 1, "max": 4}, "smithy.api#uniqueItems": {}}},
      "h#Guest": {"type": "structure", "members": {
        "Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "Age": {"target": "h#Age"}}},
      "h#Age": {"type": "integer", "traits": {"smithy.api#range": {"min": 0, "max": 150}}},
      "h#Tags": {"type": "map", "key": {"target": "h#TagKey"}, "value": {"target": "smithy.api#String"}},
      "h#TagKey": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 16}}},
      "h#Window": {"type": "union", "members": {"Sea": {"target": "smithy.api#String"}, "Yard": {"target": "smithy.api#Integer"}}},
      "h#Annex": {"type": "structure", "members": {"Label": {"target": "smithy.api#String"}, "Annex": {"target": "h#Annex"}}},
      "h#ValidationException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 400}},
      "h#RoomNotFoundException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 404}},
      "h#AccessDeniedException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 403}},
      "h#ThrottlingException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 429}}
    }})json";
  auto written = std::string(text);
  written.replace(written.find("PROTOCOL"), 8, protocol);
  return contract::read_smithy(core::load_json_text(std::move(written), "hotel.json"));
}

struct SeedService {
  const char* service;
  const char* version;
  const char* seed;
  const char* operation;
};
// The four operations that the project's own suites judge.
inline constexpr SeedService seed_services[] = {
    {"chime-sdk-voice", "2022-08-03", "000_c45be03bcf03b4df.txt", "UpdateVoiceConnectorGroup"},
    {"chime", "2018-05-01", "001_6caf991e1cffc2d2.txt", "CreateVoiceConnectorGroup"},
    {"cloudfront", "2020-05-31", "002_5759a31c6985d597.txt", "UpdateConnectionGroup"},
    {"voice-id", "2021-09-27", "003_a91cc207759a5ed3.txt", "UpdateDomain"},
};

}  // namespace hallmark::plan
