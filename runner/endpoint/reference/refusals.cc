#include "endpoint/reference/refusals.h"

#include <algorithm>
#include <array>

namespace hallmark::endpoint {
namespace {

constexpr std::array<std::string_view, 33> identity_names = {"AccessDenied",
                                                             "AccessDeniedException",
                                                             "AccessDeniedFault",
                                                             "AccessForbidden",
                                                             "AuthException",
                                                             "AuthenticationFailedException",
                                                             "AuthorizationError",
                                                             "AuthorizationErrorException",
                                                             "AuthorizationException",
                                                             "CloudHsmAccessDeniedException",
                                                             "Forbidden",
                                                             "ForbiddenError",
                                                             "ForbiddenException",
                                                             "IncompleteSignature",
                                                             "IncompleteSignatureException",
                                                             "InvalidAccessException",
                                                             "InvalidClientTokenId",
                                                             "InvalidSecurity",
                                                             "InvalidSecurityException",
                                                             "InvalidSignatureException",
                                                             "MissingAuthenticationToken",
                                                             "MissingAuthenticationTokenException",
                                                             "NotAuthorized",
                                                             "NotAuthorizedException",
                                                             "SignatureDoesNotMatch",
                                                             "Unauthenticated",
                                                             "UnauthenticatedException",
                                                             "Unauthorized",
                                                             "UnauthorizedClientException",
                                                             "UnauthorizedError",
                                                             "UnauthorizedException",
                                                             "UnauthorizedOperation",
                                                             "UnrecognizedClientException"};
static_assert(std::is_sorted(identity_names.begin(), identity_names.end()));

constexpr std::array<std::string_view, 53> input_names = {"BadInputException",
                                                          "BadRequest",
                                                          "BadRequestException",
                                                          "BatchEntryIdsNotDistinct",
                                                          "EmptyBatchRequest",
                                                          "InconsistentQuantities",
                                                          "InvalidArgument",
                                                          "InvalidArgumentException",
                                                          "InvalidArgumentsException",
                                                          "InvalidArn",
                                                          "InvalidArnException",
                                                          "InvalidAttributeName",
                                                          "InvalidAttributeValue",
                                                          "InvalidBatchEntryId",
                                                          "InvalidIfMatchVersion",
                                                          "InvalidInput",
                                                          "InvalidInputException",
                                                          "InvalidMarkerException",
                                                          "InvalidMessageContents",
                                                          "InvalidNextToken",
                                                          "InvalidNextTokenException",
                                                          "InvalidPaginationToken",
                                                          "InvalidPaginationTokenException",
                                                          "InvalidParameter",
                                                          "InvalidParameterCombination",
                                                          "InvalidParameterCombinationException",
                                                          "InvalidParameterException",
                                                          "InvalidParameterValue",
                                                          "InvalidParameterValueException",
                                                          "InvalidParameterValueFault",
                                                          "InvalidParameterValuesException",
                                                          "InvalidParametersException",
                                                          "InvalidRequest",
                                                          "InvalidRequestContentException",
                                                          "InvalidRequestException",
                                                          "InvalidTagException",
                                                          "InvalidTagParameterException",
                                                          "InvalidTagging",
                                                          "MalformedHttpRequestException",
                                                          "MalformedInputException",
                                                          "MalformedPolicyDocument",
                                                          "MalformedPolicyDocumentException",
                                                          "MissingBody",
                                                          "MissingParameter",
                                                          "MissingParameterException",
                                                          "MissingParameterValueException",
                                                          "MissingRequiredParameterException",
                                                          "ParamValidationError",
                                                          "SerializationException",
                                                          "TooManyEntriesInBatchRequest",
                                                          "ValidationError",
                                                          "ValidationErrorException",
                                                          "ValidationException"};
static_assert(std::is_sorted(input_names.begin(), input_names.end()));

}  // namespace

bool refuses_identity(std::string_view exception) {
  return std::binary_search(identity_names.begin(), identity_names.end(), exception);
}

bool refuses_input(std::string_view exception) {
  return std::binary_search(input_names.begin(), input_names.end(), exception);
}

}  // namespace hallmark::endpoint
