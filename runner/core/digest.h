// Digests and message authentication, raw bytes out (OpenSSL beneath).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hallmark::core {

[[nodiscard]] std::string sha256(std::string_view bytes);
[[nodiscard]] std::string sha1(std::string_view bytes);
[[nodiscard]] std::string md5(std::string_view bytes);
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view bytes);
[[nodiscard]] std::uint32_t crc32(std::string_view bytes);
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes);
// 16 random bytes from the system, as a version 4 UUID in text.
[[nodiscard]] std::string random_uuid();

}  // namespace hallmark::core

// Example:
//
//   std::string key = hex(sha256(random_uuid()));  // digests are bytes: core/text.h writes them
