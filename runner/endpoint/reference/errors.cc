#include "endpoint/reference/errors.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "endpoint/reference/refusals.h"

namespace hallmark::endpoint {

namespace {

using contract::Model;
using contract::Operation;
using contract::Shape;

// Names of listed exceptions for a refusal, best first; globs over the shape's name. Refusals of the caller
// and of the input choose among endpoint/reference/refusals.h's names only.
struct Names {
  Refusal refusal;
  std::vector<std::string_view> globs;
};

const std::vector<std::string_view>& names_for(Refusal refusal) {
  static const std::vector<std::string_view> identity = {"Unauthorized*", "NotAuthorized*", "AccessDenied*",
                                                         "InvalidSignature*", "Forbidden*"};
  static const std::array<Names, 13> table = {{
      {Refusal::validation,
       {"ValidationException", "ValidationError", "BadRequestException", "BadRequest", "InvalidArgument",
        "InvalidArgumentException", "InvalidParameterException", "InvalidParameter", "InvalidParameterValue*",
        "InvalidInput*", "InvalidRequest", "InvalidRequestException", "ValidationFailed*",
        "MalformedInput*"}},
      {Refusal::denied,
       {"AccessDenied*", "*AccessDenied*", "Forbidden*", "NotAuthorized*", "Unauthorized*",
        "Authorization*"}},
      {Refusal::forbidden,
       {"Forbidden*", "AccessDenied*", "Unauthorized*", "NotAuthorized*", "Authorization*"}},
      {Refusal::unauthorized,
       {"Unauthorized*", "NotAuthorized*", "AccessDenied*", "Forbidden*", "Authorization*"}},
      {Refusal::throttled,
       {"Throttl*", "TooManyRequests*", "RequestThrottled*", "*Throttl*", "RequestLimitExceeded*", "SlowDown",
        "RateExceeded*", "*RateExceeded*"}},
      {Refusal::not_found,
       {"ResourceNotFound*", "NotFound*", "EntityNotFound*", "NoSuchEntity*", "*NotFound*", "NoSuch*",
        "*DoesNotExist*", "*NonExistent*", "*Nonexistent*", "Unknown*"}},
      {Refusal::already_exists,
       {"*AlreadyExists*", "Conflict*", "EntityAlreadyExists*", "ResourceConflict*", "*NameExists*",
        "*Exists*", "*AlreadyOwned*", "*InUse*"}},
      {Refusal::token_reused,
       {"Idempoten*", "*Idempoten*", "*ParameterMismatch*", "*Token*", "Conflict*", "*Conflict*",
        "*Exists*"}},
      {Refusal::conflict,
       {"Conflict*", "ResourceConflict*", "*Conflict*", "ConcurrentModification*", "*InvalidState*"}},
      {Refusal::in_use,
       {"ResourceInUse*", "CannotDelete*InUse*", "*InUse*", "DeleteConflict*", "Conflict*", "*NotEmpty*"}},
      {Refusal::limit,
       {"ServiceQuotaExceeded*", "ResourceLimitExceeded*", "EntityLimitExceeded*", "LimitExceeded*",
        "*QuotaExceeded*", "*LimitExceeded*", "TooMany*"}},
      {Refusal::stale_version, {"PreconditionFailed*", "*VersionMismatch*", "StaleVersion*", "Conflict*"}},
      {Refusal::invalid_version, {"InvalidIfMatchVersion*", "PreconditionFailed*", "PreconditionRequired*"}},
  }};
  for (const Names& row : table) {
    if (row.refusal == refusal) return row.globs;
  }
  static const std::vector<std::string_view> none;
  if (refusal == Refusal::internal) {
    static const std::vector<std::string_view> internal = {"Internal*", "ServiceFailure*", "*InternalServer*",
                                                           "ServerException"};
    return internal;
  }
  return refusal == Refusal::unknown_operation || refusal == Refusal::unreadable ? none : identity;
}

enum class Family { json, json_rpc, xml };

Family family_of(const wire::Protocol& protocol) {
  const contract::ProtocolFacts& facts = protocol.facts();
  if (!facts.typed()) return Family::xml;
  return facts.rest ? Family::json : Family::json_rpc;
}

struct Common {
  std::string_view json, xml;
  int rest_status, rpc_status, xml_status;
};

Common common_for(Refusal refusal) {
  switch (refusal) {
    case Refusal::validation:
      return {"ValidationException", "ValidationError", 400, 400, 400};
    case Refusal::denied:
    case Refusal::forbidden:
    case Refusal::unauthorized:
      return {"AccessDeniedException", "AccessDenied", 403, 400, 403};
    case Refusal::missing_signature:
      return {"MissingAuthenticationTokenException", "MissingAuthenticationToken", 403, 400, 403};
    case Refusal::malformed_signature:
      return {"IncompleteSignatureException", "IncompleteSignature", 403, 400, 400};
    case Refusal::unknown_key:
    case Refusal::bad_token:
      return {"UnrecognizedClientException", "InvalidClientTokenId", 403, 400, 403};
    case Refusal::bad_signature:
      return {"InvalidSignatureException", "SignatureDoesNotMatch", 403, 400, 403};
    case Refusal::expired:
      return {"InvalidSignatureException", "RequestExpired", 403, 400, 400};
    case Refusal::throttled:
      return {"ThrottlingException", "Throttling", 429, 400, 400};
    case Refusal::not_found:
      return {"ResourceNotFoundException", "ResourceNotFound", 404, 400, 404};
    case Refusal::already_exists:
    case Refusal::token_reused:
    case Refusal::conflict:
    case Refusal::in_use:
      return {"ConflictException", "Conflict", 409, 400, 409};
    case Refusal::limit:
      return {"LimitExceededException", "LimitExceeded", 400, 400, 400};
    case Refusal::stale_version:
    case Refusal::invalid_version:
      return {"PreconditionFailedException", "PreconditionFailed", 412, 400, 412};
    case Refusal::unknown_operation:
      return {"UnknownOperationException", "InvalidAction", 404, 400, 404};
    case Refusal::unreadable:
      return {"SerializationException", "MalformedXML", 400, 400, 400};
    case Refusal::internal:
      break;
  }
  return {"InternalFailure", "InternalFailure", 500, 500, 500};
}

}  // namespace

bool is_about_identity(Refusal refusal) {
  switch (refusal) {
    case Refusal::denied:
    case Refusal::forbidden:
    case Refusal::unauthorized:
    case Refusal::missing_signature:
    case Refusal::malformed_signature:
    case Refusal::unknown_key:
    case Refusal::bad_token:
    case Refusal::bad_signature:
    case Refusal::expired:
      return true;
    default:
      return false;
  }
}

const Shape* listed_for(const Model& model, const Operation& operation, Refusal refusal,
                        std::string_view noun) {
  auto errors = contract::listed_errors(model, operation);
  // "AccessDeniedForDependencyException" says nothing of who called.
  if (is_about_identity(refusal))
    std::erase_if(errors, [](const Shape* error) { return !refuses_identity(error->name()); });
  if (refusal == Refusal::validation)
    std::erase_if(errors, [](const Shape* error) { return !refuses_input(error->name()); });
  const auto& globs = names_for(refusal);
  if (!noun.empty()) {
    // "NoSuchDistribution" before "NoSuchOrigin" when it is a distribution that is missing.
    for (const Shape* error : errors) {
      if (error->name().find(noun) == std::string_view::npos) continue;
      for (const auto glob : globs) {
        if (core::glob_match(glob, error->name())) return error;
      }
    }
  }
  for (const auto glob : globs) {
    for (const Shape* error : errors) {
      if (core::glob_match(glob, error->name())) return error;
    }
  }
  return nullptr;
}

bool says_not_found(std::string_view exception) {
  const auto& globs = names_for(Refusal::not_found);
  return std::any_of(globs.begin(), globs.end(),
                     [&](std::string_view glob) { return core::glob_match(glob, exception); });
}

bool says_exists(const Model& model, const Operation& operation, std::string_view kind) {
  static constexpr std::array<std::string_view, 5> globs = {"*AlreadyExist*", "*Exists*", "*AlreadyOwned*",
                                                            "*NameInUse*", "Duplicate*Name*"};
  const auto errors = contract::listed_errors(model, operation);
  const std::string duplicate = "Duplicate" + std::string(kind);  // "DuplicatePolicyException" of a policy
  return std::any_of(errors.begin(), errors.end(), [&](const Shape* error) {
    return error->name().starts_with(duplicate) ||
           std::any_of(globs.begin(), globs.end(),
                       [&](std::string_view glob) { return core::glob_match(glob, error->name()); });
  });
}

const Shape* find_listed(const Model& model, const Operation& operation, std::string_view name_or_code,
                         std::string_view protocol_id) {
  for (const Shape* error : contract::listed_errors(model, operation)) {
    if (error->name() == name_or_code) return error;
  }
  for (const Shape* error : contract::listed_errors(model, operation)) {
    if (contract::error_info(model, *error, protocol_id).code == name_or_code) return error;
  }
  return nullptr;
}

Raised refuse(const Model& model, const Operation& operation, const wire::Protocol& protocol, Refusal refusal,
              std::string message) {
  Raised raised;
  raised.message = std::move(message);
  if (const Shape* shape = listed_for(model, operation, refusal)) {
    raised.name = std::string(shape->name());
    return raised;
  }
  return refuse_commonly(protocol, refusal, std::move(raised.message));
}

Raised refuse_commonly(const wire::Protocol& protocol, Refusal refusal, std::string message, bool plain) {
  Raised raised;
  raised.message = std::move(message);
  const Common common = common_for(refusal);
  switch (family_of(protocol)) {
    case Family::json:
      raised.name = common.json;
      raised.status = common.rest_status;
      break;
    case Family::json_rpc:
      raised.name = common.json;
      raised.status = common.rpc_status;
      break;
    case Family::xml:
      raised.name = common.xml;
      raised.status = common.xml_status;
      break;
  }
  if (!plain) return raised;
  // JSON services drop the ending, XML services take the names of JSON.
  constexpr std::string_view ending = "Exception";
  if (refusal == Refusal::unreadable) {
    raised.name = "MalformedInput";
  } else if (family_of(protocol) == Family::xml) {
    raised.name = common.json;
  } else if (raised.name.ends_with(ending)) {
    raised.name.resize(raised.name.size() - ending.size());
  }
  return raised;
}

wire::ErrorAnswer error_answer(const Model& model, const Operation& operation, const wire::Protocol& protocol,
                               const Raised& raised, std::string request_id) {
  wire::ErrorAnswer answer;
  answer.code = raised.name;
  answer.status = raised.status.value_or(400);
  answer.message = raised.message;
  answer.request_id = std::move(request_id);
  answer.members = raised.members;
  const Shape* shape = find_listed(model, operation, raised.name, protocol.id());
  if (shape == nullptr) {
    // What every operation may answer need not be listed: the model still says how it looks.
    for (const auto& [id, each] : model.shapes) {
      if (id.ends_with(raised.name) && each.name() == raised.name && each.traits.has(contract::trait::error))
        shape = &each;
    }
  }
  if (shape != nullptr) {
    const auto info = contract::error_info(model, *shape, protocol.id());
    answer.shape = shape;
    answer.code = info.code;
    const bool server = info.fault == contract::Fault::server;
    answer.status = info.status.value_or(raised.status.value_or(server ? 500 : 400));
  }
  answer.client_fault = answer.status < 500;
  return answer;
}

}  // namespace hallmark::endpoint
