#include "exchange/fault_switch.h"

#include <fmt/format.h>

#include "core/text.h"

namespace hallmark::exchange {
namespace {

// The status and code of an exception, as the contract has them.
struct Wanted {
  std::string status = "400", code;
};

Wanted wanted_by(const ServiceContext& service, const plan::Case& test) {
  Wanted wanted{.code = test.fault_exception};
  const contract::Operation* operation = service.model->operation(test.operation);
  if (!operation) return wanted;
  for (const contract::Shape* error : contract::listed_errors(*service.model, *operation)) {
    if (error->name() != test.fault_exception) continue;
    const contract::ErrorInfo info =
        contract::error_info(*service.model, *error, service.protocol ? service.protocol->id() : "");
    if (info.status) wanted.status = std::to_string(*info.status);
    wanted.code = info.code;
  }
  return wanted;
}

plan::HttpCall filled(plan::HttpCall call, const plan::Case& test, const Wanted& wanted) {
  const auto in = [&](std::string text) {
    text = core::replace_all(std::move(text), "{operation}", test.operation);
    text = core::replace_all(std::move(text), "{exception}", test.fault_exception);
    text = core::replace_all(std::move(text), "{status}", wanted.status);
    text = core::replace_all(std::move(text), "{code}", wanted.code);
    return core::replace_all(std::move(text), "{service}", test.service);
  };
  call.method = in(call.method);
  call.path = in(call.path);
  call.body = in(call.body);
  for (auto& [name, value] : call.headers) value = in(value);
  return call;
}

bool is_done(const HttpExchange& http) { return http.response && http.response->status < 300; }

std::string answer_of(const HttpExchange& http) {
  return http.response ? fmt::format("status {}", http.response->status) : std::string(to_string(http.fault));
}

}  // namespace

bool FaultSwitch::set(const plan::Case& test) {
  const plan::Target& target = talk_.state().target;
  if (!target.fault_set || !target.fault_header.empty()) return true;
  const Wanted wanted = wanted_by(talk_.service(), test);
  if (target.fault_clear) {
    clear_ = filled(*target.fault_clear, test, wanted);
    if (Journal* journal = talk_.state().options.journal.get())
      id_ = journal->fault_set({.case_id = talk_.case_id(),
                                .service = test.service,
                                .resource = {},
                                .operation = test.operation,
                                .endpoint = to_string(talk_.service().address),
                                .identity = {},
                                .access_key_id = {},
                                .marks = {},
                                .keep = {},
                                .clear = *clear_});
  }
  is_set_ = true;
  const HttpExchange http = talk_.state().caller.plain(talk_.service().address, talk_.client(),
                                                       filled(*target.fault_set, test, wanted));
  if (is_done(http)) return true;
  talk_.run().blocked = {Reason::Kind::arrangement, "the target's fault switch answered " + answer_of(http)};
  talk_.run().blocked_by = "fault switch";
  return false;
}

void FaultSwitch::clear() {
  if (!is_set_ || !clear_) return;
  is_set_ = false;
  talk_.client().set_cleaning(true);
  const HttpExchange http = talk_.state().caller.plain(talk_.service().address, talk_.client(), *clear_);
  talk_.client().set_cleaning(talk_.is_cleaning());
  if (!is_done(http)) {
    talk_.state().leave(fmt::format(
        "{}: the fault switch was not cleared ({} {} answered {})", talk_.case_id(), clear_->method,
        clear_->path,
        http.response ? std::to_string(http.response->status) : std::string(to_string(http.fault))));
  } else if (Journal* journal = talk_.state().options.journal.get()) {
    journal->fault_cleared(id_);
  }
}

}  // namespace hallmark::exchange
