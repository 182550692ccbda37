// Whether an operation that was just asked is there at all (offer.h), and whether it is one's own.
#include <fmt/format.h>

#include "exchange/case_scope.h"
#include "exchange/offer.h"

namespace hallmark::exchange {

// Whether the removal of a part took the whole with it that the case had made.
void CaseScope::look_for_whole(const Call& call, const contract::Operation& reader) {
  Call read = call;
  read.operation = &reader;
  read.overlay = {};
  read.patient = false;
  read.input = Json::object();
  const contract::Shape* asked = service_.model->shape(reader.input);
  for (const contract::Member& member : asked->members) {
    const auto given = call.input.find(member.name);
    if (contract::is_required(member) && given != call.input.end()) read.input[member.name] = *given;
  }
  const Called answer = state_.caller.call(service_, worker_.client(), read);
  constexpr int not_found = 404;
  if (!answer.answered() || answer.exchange.http.response->status != not_found) return;
  run_.not_offered = fmt::format("{} took the whole with it: {} answered {}", call.operation->name(),
                                 reader.name(), answer.answer());
}

void CaseScope::look_for(const Call& call, const Called& called, bool made) {
  const contract::Model& model = *service_.model;
  const contract::Operation& operation = *call.operation;
  if (!called.impossible.empty() || called.throttled) return;
  struct Settle {
    Executor::State::OfferSlot& slot;
    ~Settle() { slot.settled = true; }
  };
  const auto offer = state_.offer(model.slug, operation.name());
  const Settle settle{*offer};  // whatever comes of it
  const contract::Operation* whole = made ? writer_of_whole(model, operation) : nullptr;
  const bool for_whole = whole && speaks_for_whole(model, operation, *whole, called);
  if (says_not_there(model, operation, called)) {
    run_.not_offered = fmt::format("{} answered {}", operation.name(), called.answer());
  } else if (for_whole || may_be_anybodys(model, operation, called)) {
    std::string sent = called.exchange.http.request.target;
    if (sent.starts_with(service_.address.path)) sent.erase(0, service_.address.path.size());
    const auto overlay = of_nobody(model, operation, service_.protocol->id(), sent);
    if (!overlay) return;
    Call other = call;
    other.overlay = *overlay;
    other.patient = false;
    const std::string key = fmt::format("{}\n{}", model.slug, overlay->path);
    std::optional<Called> answer;
    if (overlay->path.empty()) {  // the same for every operation
      const std::lock_guard lock(state_.mutex);
      if (const auto known = state_.of_nobody.find(key); known != state_.of_nobody.end())
        answer = known->second;
    }
    if (!answer) answer = state_.caller.call(service_, worker_.client(), other);
    if (overlay->path.empty() && !is_long(*answer)) {
      const std::lock_guard lock(state_.mutex);
      state_.of_nobody.emplace(key, *answer);
    }
    if (!alike(called, *answer, operation.name())) return;
    if (for_whole && !have_the_same_headers(model, *whole, called, *answer)) return;
    run_.not_offered = fmt::format("{} answered {}, as to an operation that does not exist", operation.name(),
                                   called.answer());
  }
  if (const contract::Operation* reader =
          called.success && made ? reader_of_whole(model, operation) : nullptr)
    look_for_whole(call, *reader);
  if (run_.not_offered.empty()) return;
  const std::lock_guard lock(state_.mutex);
  state_.not_offered.emplace(fmt::format("{}.{}", model.slug, operation.name()), run_.not_offered);
}

}  // namespace hallmark::exchange
