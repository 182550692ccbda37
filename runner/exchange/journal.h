// The journal of a run: what was created and not yet removed, on disk before the call that
// creates it leaves. A run that is killed leaves a file from which `hallmark clean` removes
// the rest. JSON lines, appended and flushed one by one:
//   {"event":"run","target":…,"region":…,"token":…,"started":…,"ephemeral":…}
//   {"event":"creating","id":1,"case":…,"service":…,"resource":…,"operation":…,"endpoint":…,
//    "identity":…,"access_key_id":…,"input":{…},"marks":[…]}
//   {"event":"created","id":1,"keep":{variable: value}}     {"event":"not-created","id":1}
//   {"event":"removed","id":1}
//   {"event":"fault-set","id":2,"service":…,"endpoint":…,"method":…,"path":…,"body":…,"headers":{…}}
//   {"event":"fault-cleared","id":2}
// The calls of fault-set are those that clear it.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/sink.h"
#include "plan/cases/case.h"

namespace hallmark::exchange {

struct JournalEntry {
  std::uint64_t id = 0;
  bool fault = false;  // a fault switch that is set; else a resource
  std::string case_id, service, resource, operation, endpoint, identity, access_key_id;
  Json input = Json::object();
  std::vector<std::string> marks;    // texts of the input that no one else uses: what to find it by
  std::map<std::string, Json> keep;  // what its removal needs
  bool created = false;              // the endpoint said so; false: the run ended before it answered
  plan::HttpCall clear;              // of a fault
};

struct JournalContents {
  std::string path, target, region, token;
  std::vector<JournalEntry> left;  // neither removed nor known as not created; oldest first
  std::size_t torn_lines = 0;      // the last line of a killed run may be cut
  std::uint64_t last_id = 0;       // the highest that was given
  bool ephemeral = false;          // the endpoint ended with the run
};
// Throws core::DocumentError ("journal.…") when the file cannot be read or is no journal.
[[nodiscard]] JournalContents read_journal(const std::filesystem::path& file);
// Only the line with which it begins: `left` stays empty, whatever is left. Throws as read_journal().
[[nodiscard]] JournalContents read_journal_head(const std::filesystem::path& file);

// Thread-safe. Every function has flushed when it returns. A disk that refuses a line costs the journal and
// nothing else: it says so once, and writes no more.
class Journal {
 public:
  // Appends to `file` (behind the ids that it has), or begins it.
  Journal(const std::filesystem::path& file, std::shared_ptr<const core::Secrets> secrets);
  Journal(std::unique_ptr<core::Sink> sink, std::string name);

  // `ephemeral`: the endpoint ends with this process, and all that is made there.
  void begin(const plan::Target& target, const std::string& token, const std::string& started,
             bool ephemeral = false);
  [[nodiscard]] std::uint64_t creating(const JournalEntry& entry);  // answers the id
  void created(std::uint64_t id, const std::map<std::string, Json>& keep);
  void not_created(std::uint64_t id);
  void removed(std::uint64_t id);
  [[nodiscard]] std::uint64_t fault_set(const JournalEntry& entry);
  void fault_cleared(std::uint64_t id);
  // Gives only ids that a journal read before does not have; opening its file does the same.
  void continue_behind(const JournalContents& contents);
  [[nodiscard]] const std::string& name() const { return name_; }
  // Is told once, in a sentence, that the journal is lost, and why.
  void on_loss(std::function<void(const std::string&)> tell) { tell_ = std::move(tell); }
  [[nodiscard]] bool lost() const { return lost_; }

 private:
  void write(const Json& line);
  std::mutex mutex_;
  std::unique_ptr<core::Sink> sink_;
  std::string name_;
  std::uint64_t last_ = 0;
  std::function<void(const std::string&)> tell_;
  std::atomic<bool> lost_{false};
};

// The texts in an input by which the thing it makes can be told from others: strings of at least twelve
// characters that hold one of the run's unique names, or every such string when none is known.
[[nodiscard]] std::vector<std::string> marks_in(const Json& input);

}  // namespace hallmark::exchange

// Example:
//
//   Journal journal("run.journal", std::make_shared<core::Secrets>());
//   const std::uint64_t id =
//       journal.creating({.case_id = "shop.CreateOrder/success/minimal", .service = "shop"});
//   journal.created(id, {{"order", "o-1"}});
//   std::size_t left = read_journal("run.journal").left.size();  // 1: nobody has removed it
