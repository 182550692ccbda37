#include "core/digest.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <stdexcept>

#include "core/text.h"

namespace hallmark::core {
namespace {

// The library looks an algorithm up by name, under locks, for every digest, unless it is given one that was
// looked up; and a context of one's own need not be made each time.
class Digest {
 public:
  explicit Digest(const char* name)
      : algorithm_(EVP_MD_fetch(nullptr, name, nullptr)), context_(EVP_MD_CTX_new()) {}
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  ~Digest() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  // Of all the parts, one behind the other.
  std::string of(std::initializer_list<std::string_view> parts) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int size = 0;
    bool works =
        algorithm_ != nullptr && context_ != nullptr && EVP_DigestInit_ex(context_, algorithm_, nullptr) == 1;
    for (const std::string_view part : parts)
      works = works && EVP_DigestUpdate(context_, part.data(), part.size()) == 1;
    if (!works || EVP_DigestFinal_ex(context_, out.data(), &size) != 1)
      throw std::runtime_error("the cryptographic library refuses a digest");
    return {reinterpret_cast<const char*>(out.data()), size};
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

Digest& sha256_digest() {
  static thread_local Digest digest("SHA256");
  return digest;
}

template <std::uint32_t polynomial>
std::uint32_t reflected_crc(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> rows{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t row = i;
      for (int bit = 0; bit < 8; ++bit) row = row & 1 ? row >> 1 ^ polynomial : row >> 1;
      rows[i] = row;
    }
    return rows;
  }();
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : bytes) crc = crc >> 8 ^ table[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~crc;
}

}  // namespace

std::string sha256(std::string_view bytes) { return sha256_digest().of({bytes}); }
std::string sha1(std::string_view bytes) {
  static thread_local Digest digest("SHA1");
  return digest.of({bytes});
}
std::string md5(std::string_view bytes) {
  static thread_local Digest digest("MD5");
  return digest.of({bytes});
}

// RFC 2104. The library's own takes several times as long to be set up as to work.
std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  constexpr std::size_t block = 64;
  const std::string shorter = key.size() > block ? sha256(key) : std::string();
  if (key.size() > block) key = shorter;
  std::array<char, block> inner{}, outer{};
  std::copy(key.begin(), key.end(), inner.begin());
  outer = inner;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return sha256_digest().of({{outer.data(), block}, sha256_digest().of({{inner.data(), block}, bytes})});
}

std::uint32_t crc32(std::string_view bytes) { return reflected_crc<0xEDB88320U>(bytes); }
std::uint32_t crc32c(std::string_view bytes) { return reflected_crc<0x82F63B78U>(bytes); }

namespace {

// Random bytes, of which many come as quickly as few: each thread keeps some in hand.
class Randomness {
 public:
  std::array<unsigned char, 16> next() {
    std::array<unsigned char, 16> bytes{};
    if (left_ < bytes.size()) {
      if (RAND_bytes(pool_.data(), static_cast<int>(pool_.size())) != 1)
        throw std::runtime_error("the system gives no random bytes");
      left_ = pool_.size();
    }
    left_ -= bytes.size();
    std::copy_n(pool_.begin() + static_cast<std::ptrdiff_t>(left_), bytes.size(), bytes.begin());
    return bytes;
  }

 private:
  std::array<unsigned char, 1024> pool_{};
  std::size_t left_ = 0;
};

}  // namespace

std::string random_uuid() {
  static thread_local Randomness randomness;
  std::array<unsigned char, 16> bytes = randomness.next();
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
  std::string text = hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, "-");
  return text;
}

}  // namespace hallmark::core
