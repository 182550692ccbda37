// Certificates that prove nothing, and handshakes that go wrong. Keys and certificates are made at run time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "core/digest.h"
#include "misbehaving/harness.h"

namespace hallmark::misbehaving {
namespace {

using exchange::testing::Peer;
using exchange::testing::ScriptedServer;

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using SslContext = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Deleter<SSL_free>>;

struct Identity {
  Key key;
  Certificate certificate;
};

struct Wanted {
  std::string alternative_names;    // "IP:127.0.0.1"
  long from = -3600, until = 3600;  // seconds from now
  bool authority = false;
};

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// Signed by `issuer`, or by itself.
Identity make(const Wanted& wanted, const Identity* issuer = nullptr) {
  Identity identity{.key = Key(EVP_EC_gen("P-256")), .certificate = Certificate(X509_new())};
  X509* certificate = identity.certificate.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer == nullptr ? 1 : 2);
  X509_gmtime_adj(X509_getm_notBefore(certificate), wanted.from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), wanted.until);
  X509_set_pubkey(certificate, identity.key.get());
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>(wanted.authority ? "test authority" : "test endpoint"), -1, -1,
      0);
  X509* by = issuer == nullptr ? certificate : issuer->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(by));
  extend(certificate, by, NID_basic_constraints, wanted.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!wanted.alternative_names.empty())
    extend(certificate, by, NID_subject_alt_name, wanted.alternative_names);
  X509_sign(certificate, issuer == nullptr ? identity.key.get() : issuer->key.get(), EVP_sha256());
  return identity;
}

// An endpoint that conforms, behind this certificate.
class TlsEndpoint {
 public:
  explicit TlsEndpoint(const Identity& identity)
      : context_(SSL_CTX_new(TLS_server_method())),
        conforming_("voice-id"),
        server_([this](Peer& peer) { serve(peer); }) {
    SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
  }
  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(server_.port()); }
  [[nodiscard]] std::size_t requests() const { return requests_; }

 private:
  void serve(Peer& peer) {
    const Ssl ssl(SSL_new(context_.get()));
    SSL_set_fd(ssl.get(), peer.socket());
    const timeval patience{.tv_sec = 0, .tv_usec = 50'000};  // so that the server can stop
    setsockopt(peer.socket(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    while (SSL_accept(ssl.get()) <= 0) {
      if (peer.stopping() || SSL_get_error(ssl.get(), -1) != SSL_ERROR_WANT_READ) return;
    }
    std::string text;
    while (!peer.stopping()) {
      char block[16384];
      const int count = SSL_read(ssl.get(), block, sizeof block);
      if (count <= 0) {
        if (SSL_get_error(ssl.get(), count) == SSL_ERROR_WANT_READ) continue;
        return;
      }
      text.append(block, static_cast<std::size_t>(count));
      const std::size_t end = text.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      const std::size_t stated = text.find("Content-Length: ");
      const std::size_t length = stated < end ? std::stoul(text.substr(stated + 16)) : 0;
      if (text.size() < end + 4 + length) continue;
      ++requests_;
      const std::string answer = conforming_.answer(text);
      text.clear();
      if (SSL_write(ssl.get(), answer.data(), static_cast<int>(answer.size())) <= 0) return;
    }
  }

  SslContext context_;
  Conforming conforming_;
  std::atomic<std::size_t> requests_{0};
  ScriptedServer server_;
};

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to clients that have gone
    std::filesystem::create_directories(folder_);
    std::FILE* file = std::fopen(ca_file().c_str(), "w");
    ASSERT_NE(file, nullptr);
    PEM_write_X509(file, authority_.certificate.get());
    std::fclose(file);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string ca_file() const { return (folder_ / "ca.pem").string(); }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("hallmark-" + core::random_uuid());
  Identity authority_ = make({.alternative_names = {}, .authority = true});
};

TEST_F(Tls, ACertificateOfATrustedAuthorityIsAccepted) {
  const TlsEndpoint endpoint(make({.alternative_names = "IP:127.0.0.1"}, &authority_));
  const Said said = run_against_url(endpoint.url(), {.script = {}}, ca_file());
  expect_sound(said);
  EXPECT_EQ(said.status, "conforms") << said.out;
}

TEST_F(Tls, CertificatesThatProveNothingAreErrors) {
  const struct {
    const char* name;
    Identity identity;
    bool trusted;
    const char* words;
  } rows[] = {
      {"ExpiredCertificate",
       make({.alternative_names = "IP:127.0.0.1", .from = -7200, .until = -3600}, &authority_), true,
       "certificate has expired"},
      {"CertificateOfTomorrow",
       make({.alternative_names = "IP:127.0.0.1", .from = 3600, .until = 7200}, &authority_), true,
       "certificate"},
      {"SelfSignedCertificate", make({.alternative_names = "IP:127.0.0.1"}), false,
       "self-signed certificate"},
      {"CertificateOfAnUnknownAuthority", make({.alternative_names = "IP:127.0.0.1"}, &authority_), false,
       "certificate"},
      {"CertificateForAnotherHost", make({.alternative_names = "DNS:e.example,IP:127.0.0.2"}, &authority_),
       true, "certificate subject name"},
      {"CertificateForNoHost", make({.alternative_names = {}}, &authority_), true,
       "certificate subject name"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const TlsEndpoint endpoint(row.identity);
    const Said said = run_against_url(endpoint.url(), {.script = {}}, row.trusted ? ca_file() : "");
    note_row(row.name, said);
    expect_sound(said);
    EXPECT_EQ(said.status, "error");
    EXPECT_EQ(said.exit_code, 4);
    EXPECT_THAT(said.words, testing::HasSubstr("tls"));
    EXPECT_THAT(said.words, testing::HasSubstr(row.words));
    EXPECT_EQ(endpoint.requests(), 0U) << "a signed request went to somebody unknown";
  }
}

TEST_F(Tls, HandshakesThatGoWrongAreErrors) {
  const struct {
    const char* name;
    std::function<void(Peer&)> script;
  } rows[] = {
      {"ClosesInTheHandshake", [](Peer& peer) { peer.close(); }},
      {"ResetsInTheHandshake",
       [](Peer& peer) {
         peer.gone_within(50);
         peer.reset();
       }},
      {"SpeaksPlainHttp", [](Peer& peer) { peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"); }},
      {"SpeaksNonsense", [](Peer& peer) { write_endlessly(peer, std::string(4096, '\x16'), 100); }},
      {"SilentInTheHandshake", [](Peer& peer) { peer.hang(); }},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const ScriptedServer server(row.script);
    const Said said = run_against_url("https://127.0.0.1:" + std::to_string(server.port()),
                                      {.script = {}, .options = {"--timeout", "1s"}}, ca_file());
    note_row(row.name, said);
    expect_sound(said);
    EXPECT_EQ(said.status, "error");
    EXPECT_EQ(said.exit_code, 4);
  }
}

}  // namespace
}  // namespace hallmark::misbehaving
