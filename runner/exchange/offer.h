// Whether an endpoint has an operation at all: its answer to a valid request, held against the
// answer to the same request for an operation that nobody has.
#pragma once

#include <optional>
#include <string>

#include "contract/model.h"
#include "exchange/caller.h"
#include "plan/cases/case.h"

namespace hallmark::exchange {

// The same call of an operation that does not exist: another target, action or last fixed part of the path.
// `target` is the encoded request target of the call. Nullopt where the wire has no room for one.
[[nodiscard]] std::optional<plan::WireOverlay> of_nobody(const contract::Model& model,
                                                         const contract::Operation& operation,
                                                         std::string_view protocol,
                                                         const std::string& target);

// The answer names the operation as one that is not there, by code or by 501. Exceptions that the operation
// lists say nothing of the kind.
[[nodiscard]] bool says_not_there(const contract::Model& model, const contract::Operation& operation,
                                  const Called& called);

// An answer that an endpoint without the operation may give: no redirect, no server error that does not name
// the operation, no refusal of the caller or of the input, no listed exception, unless its text speaks of an
// operation that is not known; nothing that says that a thing is not found, where the path names one. Of a
// success: one that reads a part of a resource named in the query.
[[nodiscard]] bool may_be_anybodys(const contract::Model& model, const contract::Operation& operation,
                                   const Called& called);

// Nobody says at such length that something is not there.
[[nodiscard]] bool is_long(const Called& called);

// The same status, code and text, but for the operation's name and identifiers of requests.
[[nodiscard]] bool alike(const Called& one, const Called& other, std::string_view operation);

// The operation that reads what the removed part was a part of: "HEAD /{Bucket}" of "DELETE /{Bucket}?cors".
// An endpoint that does not know the part removes the whole. Null where the operation removes no part that is
// named in the query, or nothing reads the whole with the same members.
[[nodiscard]] const contract::Operation* reader_of_whole(const contract::Model& model,
                                                         const contract::Operation& operation);

// The operation that writes the whole of which this one sets a part that is named in the query: "PUT
// /{Bucket}" of "PUT /{Bucket}?abac". An endpoint that does not know the part writes the whole. Null where
// there is none.
[[nodiscard]] const contract::Operation* writer_of_whole(const contract::Model& model,
                                                         const contract::Operation& operation);

// The answer fits `whole` and not the operation: a success with a header that only `whole` answers, or
// without the body that only the operation answers; or a refusal that `whole` alone lists.
[[nodiscard]] bool speaks_for_whole(const contract::Model& model, const contract::Operation& operation,
                                    const contract::Operation& whole, const Called& called);
// Both answers have the same of the headers that `whole` answers.
[[nodiscard]] bool have_the_same_headers(const contract::Model& model, const contract::Operation& whole,
                                         const Called& one, const Called& other);

}  // namespace hallmark::exchange
