#include "reports/ndjson.h"

#include "reports/json.h"

namespace hallmark::reports {
namespace {

class NdjsonReport : public run::Listener {
 public:
  explicit NdjsonReport(std::unique_ptr<core::Sink> sink) : sink_(std::move(sink)) {}

  void run_started(const run::RunInfo& info) override { write("run", head_json(info)); }
  void case_finished(const run::CaseResult& result) override { write("case", case_json(result)); }
  void run_finished(const run::RunInfo&, const run::RunSummary& summary) override {
    write("summary", summary_json(summary));
    sink_->close();
  }

 private:
  void write(const char* event, const OrderedJson& members) {
    OrderedJson line = {{"event", event}};
    line.update(members);
    sink_->write(line.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n");
  }
  std::unique_ptr<core::Sink> sink_;
};

}  // namespace

std::unique_ptr<run::Listener> make_ndjson(std::unique_ptr<core::Sink> sink) {
  return std::make_unique<NdjsonReport>(std::move(sink));
}

}  // namespace hallmark::reports
