// The last steps of a request: compression and checksums.
#include <zlib.h>

#include <array>
#include <optional>
#include <string>

#include "core/digest.h"
#include "core/text.h"
#include "wire/http_bindings.h"

namespace hallmark::wire {
namespace {

constexpr std::size_t min_compressed_size = 10240;  // what SDKs compress by default
constexpr std::size_t max_plain_size = std::size_t{256} << 20;
constexpr int gzip_window = MAX_WBITS + 16;

std::optional<std::string> gzip(std::string_view plain) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) return std::nullopt;
  return packed;
}

std::optional<std::string> gunzip(std::string_view packed) {
  z_stream stream{};
  if (inflateInit2(&stream, gzip_window) != Z_OK) return std::nullopt;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string plain;
  std::array<char, 65536> buffer;
  int result = Z_OK;
  while (result == Z_OK && plain.size() <= max_plain_size) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    result = inflate(&stream, Z_NO_FLUSH);
    plain.append(buffer.data(), buffer.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (result != Z_STREAM_END || plain.size() > max_plain_size) return std::nullopt;
  return plain;
}

void compress(const contract::Operation& operation, Request& request) {
  const Json* trait = operation.traits.find(contract::trait::request_compression);
  if (!trait || request.body.size() < min_compressed_size) return;
  auto packed = gzip(request.body);
  if (!packed) return;
  request.body = std::move(*packed);
  const std::string* before = request.headers.find("Content-Encoding");
  request.headers.set("Content-Encoding", before && !before->empty() ? *before + ", gzip" : "gzip");
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((number >> shift) & 0xffU);
  return bytes;
}

void add_flexible_checksum(Request& request, const std::string& algorithm) {
  const std::string name = "x-amz-checksum-" + core::to_lower(algorithm);
  if (request.headers.has(name)) return;
  std::string digest;
  if (algorithm == "CRC32") digest = big_endian(core::crc32(request.body));
  if (algorithm == "CRC32C") digest = big_endian(core::crc32c(request.body));
  if (algorithm == "SHA1") digest = core::sha1(request.body);
  if (algorithm == "SHA256") digest = core::sha256(request.body);
  if (!digest.empty()) request.headers.add(name, core::base64_encode(digest));
}

bool has_checksum(const Headers& headers) {
  if (headers.has("Content-MD5")) return true;
  for (const Header& header : headers) {
    if (core::starts_with_ignoring_case(header.name, "x-amz-checksum-")) return true;
  }
  return false;
}

void add_checksum(const contract::Operation& operation, const Json& input, Request& request) {
  bool required = operation.traits.has(contract::trait::http_checksum_required);
  if (const Json* trait = operation.traits.find(contract::trait::http_checksum);
      trait && trait->is_object()) {
    required = required || trait->value("requestChecksumRequired", Json(false)) == Json(true);
    const Json member = trait->value("requestAlgorithmMember", Json());
    if (member.is_string() && input.is_object()) {
      const auto chosen = input.find(member.get<std::string>());
      if (chosen != input.end() && chosen->is_string())
        add_flexible_checksum(request, chosen->get<std::string>());
    }
  }
  if (required && !has_checksum(request.headers)) {
    request.headers.add("Content-MD5", core::base64_encode(core::md5(request.body)));
  }
}

}  // namespace

void finish_request(const contract::Model&, const contract::Operation& operation, const Json& input,
                    Request& request) {
  compress(operation, request);
  add_checksum(operation, input, request);
  // Where a member carries the body's digest, signatures are made over it: any other value is no request.
  constexpr std::string_view digest = "x-amz-content-sha256";
  if (request.headers.has(digest))
    request.headers.set(std::string(digest), core::hex(core::sha256(request.body)));
}

std::optional<Request> plain_request(const contract::Operation& operation, const Request& request,
                                     std::vector<Diagnostic>& diagnostics) {
  const std::string* encoding = request.headers.find("Content-Encoding");
  if (!encoding || !operation.traits.has(contract::trait::request_compression)) return std::nullopt;
  const std::size_t comma = encoding->rfind(',');
  const std::string_view last =
      core::trim(std::string_view(*encoding).substr(comma == std::string::npos ? 0 : comma + 1));
  if (!core::equal_ignoring_case(last, "gzip")) return std::nullopt;
  auto body = gunzip(request.body);
  if (!body) {
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::malformed_body,
                                 .pointer = "",
                                 .location = "body",
                                 .expected = "gzip, as Content-Encoding says",
                                 .actual = "bytes that cannot be decompressed"});
    return std::nullopt;
  }
  Request plain = request;
  plain.body = std::move(*body);
  if (comma == std::string::npos) {
    plain.headers.remove("Content-Encoding");
  } else {
    plain.headers.set("Content-Encoding", encoding->substr(0, comma));
  }
  return plain;
}

}  // namespace hallmark::wire
