// Names of exceptions that mean the same wherever an operation lists them: the caller, or the input, is
// refused. Models do not say so; services use these names for nothing else. Names that contain them but speak
// of something else (AccessDeniedForDependencyException, KMSAccessDeniedException, ExpiredTokenException of a
// service that sells tokens) are not among them. The endpoint's own reading: what the runner takes for such a
// name (suites/knowledge) is none of its business, so that a mistake in one is seen by the other.
#pragma once

#include <string_view>

namespace hallmark::endpoint {

// True for exceptions that refuse a request for its credentials: there are none, the signature does not
// hold, or the account may not do this. The exception's shape name or code, exactly.
[[nodiscard]] bool refuses_identity(std::string_view exception);

// True for exceptions that say "your input breaks a documented constraint". Names that mean something else as
// well (a missing resource, a limit, a state, members that do not go together) are not among them: with them,
// an endpoint that refuses everything would look valid.
[[nodiscard]] bool refuses_input(std::string_view exception);

}  // namespace hallmark::endpoint
