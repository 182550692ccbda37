// The lines that journals and recordings consist of, as they are really written, fit their formats.
#include <gtest/gtest.h>

#include <sstream>

#include "core/testing_sink.h"
#include "exchange/journal.h"
#include "exchange/recording.h"
#include "schema/formats.h"

namespace hallmark::schema {
namespace {

std::size_t expect_lines_fit(const std::string& text, std::string_view format) {
  std::istringstream stream(text);
  std::string line;
  std::size_t lines = 0;
  while (std::getline(stream, line)) {
    ++lines;
    for (const core::DocumentProblem& problem : format_problems(core::load_json_text(line, "line"), format)) {
      ADD_FAILURE() << line << "\n" << to_string(problem);
    }
  }
  return lines;
}

TEST(Lines, JournalsFit) {
  std::string text;
  exchange::Journal journal(core::string_sink(text, std::make_shared<core::Secrets>()), "journal");
  plan::Target target;
  target.name = "t";
  journal.begin(target, "token", "2026-01-02T03:04:05Z");
  exchange::JournalEntry entry;
  entry.case_id = "a.B/C/d";
  entry.service = "a";
  entry.resource = "R";
  entry.operation = "B";
  entry.input = {{"Name", "n"}};
  entry.marks = {"n"};
  entry.clear = {.method = "POST", .path = "/faults", .body = "", .headers = {{"a", "b"}}};
  const std::uint64_t id = journal.creating(entry);
  journal.created(id, {{"group", "g"}});
  journal.removed(id);
  journal.not_created(journal.creating(entry));
  journal.fault_cleared(journal.fault_set(entry));
  EXPECT_EQ(expect_lines_fit(text, "journal-line"), 8u);
}

TEST(Lines, RecordingsFit) {
  std::string text;
  exchange::RecordingWriter writer(core::string_sink(text, std::make_shared<core::Secrets>()));
  writer.begin("t", "us-east-1", core::Time{});
  for (int fault = 0; fault <= static_cast<int>(exchange::TransportFault::cancelled); ++fault) {
    exchange::Exchange exchange;
    exchange.operation = "Op";
    exchange.role = static_cast<exchange::Role>(fault % (static_cast<int>(exchange::Role::base) + 1));
    exchange.fault_requested = true;
    exchange.input = {{"Name", "n"}};
    exchange.inexpressible = {"/Name"};
    exchange.http.url = "http://127.0.0.1:1";
    exchange.http.fault = static_cast<exchange::TransportFault>(fault);
    exchange.http.detail = "detail";
    exchange.http.raw_head = "HTTP/1.1 200 \xff";
    exchange.http.retries = 1;
    exchange.http.redirected = true;
    exchange.http.request.headers.add("Host", "h");
    exchange.http.request.host_prefix = "data-";
    exchange.http.response = wire::Response{.status = 200, .body = "\xff\xfe"};
    exchange.http.response->trailers.add("x", "\xff");
    exchange::CaseRun run;
    run.exchanges.push_back(exchange);
    run.kept["group"] = 1;
    run.skipped = {exchange::Reason::Kind::planned, "a"};
    run.blocked = {exchange::Reason::Kind::arrangement, "b"};
    run.blocked_by = "c";
    run.throttled = true;
    run.base_accepted = false;
    writer.write("a.B/C/d", run);
  }
  writer.close();
  EXPECT_EQ(expect_lines_fit(text, "recording-line"), 17u);
}

}  // namespace
}  // namespace hallmark::schema
