// sign() for a body that is not at hand.
#pragma once

#include <string>

#include "wire/sigv4.h"

namespace hallmark::wire {

// `body_hash`: what the signature says of the body, its SHA-256 in hexadecimal or a word
// ("UNSIGNED-PAYLOAD"). Stated in x-amz-content-sha256 where `options` ask for it.
SignatureParts sign_as_stated(Request& request, const Credentials& credentials, const SigningScope& scope,
                              core::Time now, const std::string& body_hash,
                              const SigningOptions& options = {});

}  // namespace hallmark::wire
