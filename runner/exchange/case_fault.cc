#include <fmt/format.h>

#include "core/text.h"
#include "exchange/case_scope.h"

namespace hallmark::exchange {

bool CaseScope::set_fault(const plan::Case& test) {
  if (!state_.target.fault_set || !state_.target.fault_header.empty()) return true;
  const contract::Operation* operation = service_.model->operation(test.operation);
  std::string status = "400", code = test.fault_exception;
  if (operation) {
    for (const contract::Shape* error : contract::listed_errors(*service_.model, *operation)) {
      if (error->name() != test.fault_exception) continue;
      const contract::ErrorInfo info =
          contract::error_info(*service_.model, *error, service_.protocol ? service_.protocol->id() : "");
      if (info.status) status = std::to_string(*info.status);
      code = info.code;
    }
  }
  const auto fill = [&](plan::HttpCall call) {
    const auto in = [&](std::string text) {
      text = core::replace_all(std::move(text), "{operation}", test.operation);
      text = core::replace_all(std::move(text), "{exception}", test.fault_exception);
      text = core::replace_all(std::move(text), "{status}", status);
      text = core::replace_all(std::move(text), "{code}", code);
      return core::replace_all(std::move(text), "{service}", test.service);
    };
    call.method = in(call.method);
    call.path = in(call.path);
    call.body = in(call.body);
    for (auto& [name, value] : call.headers) value = in(value);
    return call;
  };
  if (state_.target.fault_clear) {
    fault_clear_ = fill(*state_.target.fault_clear);
    if (state_.options.journal) {
      fault_id_ = state_.options.journal->fault_set({.case_id = case_id_,
                                                     .service = test.service,
                                                     .resource = {},
                                                     .operation = test.operation,
                                                     .endpoint = to_string(service_.address),
                                                     .identity = {},
                                                     .access_key_id = {},
                                                     .marks = {},
                                                     .keep = {},
                                                     .clear = *fault_clear_});
    }
  }
  fault_set_ = true;
  const HttpExchange http =
      state_.caller.plain(service_.address, worker_.client(), fill(*state_.target.fault_set));
  if (http.response && http.response->status < 300) return true;
  run_.blocked = {
      Reason::Kind::arrangement,
      "the target's fault switch answered " + (http.response ? fmt::format("status {}", http.response->status)
                                                             : std::string(to_string(http.fault)))};
  run_.blocked_by = "fault switch";
  return false;
}

void CaseScope::clear_fault() {
  if (!fault_set_ || !fault_clear_) return;
  fault_set_ = false;
  worker_.client().set_cleaning(true);
  const HttpExchange http = state_.caller.plain(service_.address, worker_.client(), *fault_clear_);
  worker_.client().set_cleaning(cleaning_);
  if (http.response && http.response->status < 300) {
    if (state_.options.journal) state_.options.journal->fault_cleared(fault_id_);
    return;
  }
  const std::lock_guard lock(state_.mutex);
  state_.left_behind.push_back(fmt::format(
      "{}: the fault switch was not cleared ({} {} answered {})", case_id_, fault_clear_->method,
      fault_clear_->path,
      http.response ? std::to_string(http.response->status) : std::string(to_string(http.fault))));
}

}  // namespace hallmark::exchange
