// How the lists were chosen: a name belongs here when the common-errors page of a service of that
// protocol, or its protocol's specification, gives it to inputs that break a documented constraint, and means
// nothing else as well.
#include "plan/validation_errors.h"

#include <algorithm>

#include "contract/refusals.h"
#include "plan/shapes.h"

namespace hallmark::plan {
namespace {

using Names = std::vector<std::string>;
namespace protocol = contract::protocol;

bool among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

const std::vector<std::string>& common_validation_errors(std::string_view id) {
  // REST and JSON services answer with the frameworks' ValidationException; the parsers in front of them with
  // SerializationException; InvalidParameterValue and the others stand on the pages of common errors.
  static const Names json = {
      "ValidationException",         "ValidationError",  "SerializationException", "InvalidParameterValue",
      "InvalidParameterCombination", "MissingParameter", "BadRequestException",    "InvalidRequestException"};
  static const Names rest_json = {"ValidationException",         "ValidationError",
                                  "SerializationException",      "InvalidParameterValue",
                                  "InvalidParameterCombination", "MissingParameter",
                                  "BadRequestException",         "InvalidRequestException",
                                  "MalformedQueryString",        "UnknownOperationException"};
  static const Names rest_xml = {"MalformedXML",     "MalformedInput",         "InvalidArgument",
                                 "InvalidRequest",   "ValidationError",        "InvalidParameterValue",
                                 "MissingParameter", "MalformedQueryString",   "BadRequest",
                                 "InvalidURI",       "MissingRequestBodyError"};
  static const Names query = {
      "ValidationError",  "ValidationException",   "InvalidParameterValue", "InvalidParameterCombination",
      "MissingParameter", "InvalidParameter",      "InvalidQueryParameter", "MalformedQueryString",
      "MalformedInput",   "SerializationException"};
  static const Names ec2 = {"InvalidParameterValue", "InvalidParameterCombination",
                            "MissingParameter",      "InvalidParameter",
                            "UnknownParameter",      "InvalidRequest",
                            "MalformedQueryString",  "ValidationError"};
  static const Names cbor = {"ValidationException",         "ValidationError",
                             "SerializationException",      "InvalidParameterValue",
                             "InvalidParameterCombination", "MissingParameter"};
  if (id == protocol::rest_json) return rest_json;
  if (id == protocol::rest_xml) return rest_xml;
  if (id == protocol::aws_query) return query;
  if (id == protocol::ec2_query) return ec2;
  if (id == protocol::rpcv2_cbor) return cbor;
  return json;
}

const std::vector<std::string>& common_parse_errors(std::string_view id) {
  static const Names json = {"SerializationException", "MalformedInputException", "InvalidRequestException",
                             "ParseException"};
  static const Names xml = {"MalformedXML", "MalformedInput", "MissingRequestBodyError",
                            "MalformedPOSTRequest"};
  static const Names query = {"MalformedQueryString", "MalformedInput", "MissingAction", "InvalidAction"};
  if (id == protocol::rest_xml) return xml;
  if (is_query(id)) return query;
  return json;
}

const std::vector<std::string>& common_identity_errors(std::string_view id) {
  static const Names json = {"MissingAuthenticationTokenException",
                             "MissingAuthenticationToken",
                             "IncompleteSignatureException",
                             "IncompleteSignature",
                             "InvalidSignatureException",
                             "SignatureDoesNotMatch",
                             "UnrecognizedClientException",
                             "InvalidClientTokenId",
                             "ExpiredTokenException",
                             "RequestExpired",
                             "AccessDeniedException",
                             "UnauthorizedException",
                             "ForbiddenException"};
  static const Names query = {"MissingAuthenticationToken",
                              "IncompleteSignature",
                              "SignatureDoesNotMatch",
                              "InvalidClientTokenId",
                              "RequestExpired",
                              "AccessDenied",
                              "AuthFailure",
                              "UnauthorizedOperation",
                              "OptInRequired",
                              "MissingAuthenticationTokenException",
                              "InvalidAccessKeyId"};
  static const Names xml = {"AccessDenied",
                            "SignatureDoesNotMatch",
                            "InvalidAccessKeyId",
                            "InvalidClientTokenId",
                            "MissingAuthenticationToken",
                            "IncompleteSignature",
                            "RequestTimeTooSkewed",
                            "RequestExpired",
                            "MissingSecurityHeader",
                            "AuthorizationHeaderMalformed",
                            "InvalidSecurity"};
  if (id == protocol::rest_xml) return xml;
  if (is_query(id)) return query;
  return json;
}

const std::vector<std::string>& common_unknown_operation_errors(std::string_view id) {
  static const Names json = {"UnknownOperationException", "UnknownOperation", "InvalidAction",
                             "NotFoundException"};
  static const Names rest = {
      "UnknownOperationException", "UnknownOperation", "MissingAuthenticationTokenException",
      "NotFoundException",         "NotFound",         "ForbiddenException",
      "ResourceNotFoundException"};
  static const Names xml = {"UnknownOperation", "UnknownOperationException", "NoSuchKey",  "NoSuchBucket",
                            "NotFound",         "MethodNotAllowed",          "InvalidURI", "AccessDenied",
                            "InvalidAction"};
  static const Names query = {"InvalidAction", "UnknownOperation", "UnknownOperationException",
                              "MissingAction"};
  if (id == protocol::rest_json) return rest;
  if (id == protocol::rest_xml) return xml;
  if (is_query(id)) return query;
  return json;
}

bool is_unknown_operation_error(std::string_view code) {
  static const Names names = {"UnknownOperationException",
                              "UnknownOperation",
                              "InvalidAction",
                              "UnknownAction",
                              "MissingAction",
                              "NotImplemented",
                              "NotImplementedException"};
  return among(names, code);
}

ValidationErrors validation_errors(const contract::Model& model, const contract::Operation& operation,
                                   const Suite& suite, std::string_view id) {
  ValidationErrors result;
  const bool overridden = !suite.validation_errors.empty();
  for (const auto* error : contract::listed_errors(model, operation)) {
    const auto name = std::string(error->name());
    if (overridden ? among(suite.validation_errors, name) : contract::refuses_input(name))
      result.declared.push_back(name);
  }
  const auto& common = overridden ? suite.validation_errors : common_validation_errors(id);
  for (const auto& name : common) {
    if (!among(result.declared, name)) result.common.push_back(name);
  }
  return result;
}

}  // namespace hallmark::plan
