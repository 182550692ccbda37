// Writing CBOR items back to bytes, for mutants and variations of answers: wire/cbor.h reads them into a
// tree, and its writer takes values one by one.
#pragma once

#include <string>

#include "wire/cbor.h"

namespace hallmark::endpoint {

// `indefinite`: maps, arrays, texts and byte strings without a length, ended by a break (RFC 8949, 3.2).
[[nodiscard]] std::string write_cbor(const wire::CborItem& item, bool indefinite = false);

}  // namespace hallmark::endpoint
