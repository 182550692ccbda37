#include "exchange/offer_search.h"

#include <fmt/format.h>

#include <algorithm>

#include "exchange/conversation.h"
#include "exchange/offer.h"
#include "names/knowledge.h"

namespace hallmark::exchange {
namespace {

// Whether the removal of a part took the whole with it that the case had made: then what says so.
std::string look_for_whole(Conversation& talk, const OutgoingCall& call, const contract::Operation& reader) {
  OutgoingCall read = call;
  read.operation = &reader;
  read.overlay = {};
  read.patient = false;
  read.input = Json::object();
  const contract::Shape* asked = talk.service().model->shape(reader.input);
  for (const contract::Member& member : asked->members) {
    const auto given = call.input.find(member.name);
    if (contract::is_required(member) && given != call.input.end()) read.input[member.name] = *given;
  }
  const Called answer = talk.state().caller.call(talk.service(), talk.client(), read);
  constexpr int not_found = 404;
  if (!answer.answered() || answer.exchange.http.response->status != not_found) return {};
  return fmt::format("{} took the whole with it: {} answered {}", call.operation->name(), reader.name(),
                     answer.answer());
}

// The answer to the same call for an operation that nobody has.
Called ask_for_nobody(Conversation& talk, const OutgoingCall& call, const plan::WireOverlay& overlay) {
  const bool same_for_all = overlay.path.empty();
  const std::string question = fmt::format("{}\n{}", talk.service().model->slug, overlay.path);
  Offers& offers = talk.state().offers;
  if (same_for_all) {
    if (const auto known = offers.of_nobody(question)) return *known;
  }
  OutgoingCall other = call;
  other.overlay = overlay;
  other.patient = false;
  Called answer = talk.state().caller.call(talk.service(), talk.client(), other);
  if (same_for_all && !is_long(answer)) offers.remember(question, answer);
  return answer;
}

// The request has what it need not have.
bool asks_for_more(const OutgoingCall& call, const contract::Model& model) {
  const contract::Shape* input = model.shape(call.operation->input);
  return input && std::any_of(input->members.begin(), input->members.end(), [&](const auto& member) {
           return !contract::is_required(member) && call.input.contains(member.name);
         });
}

// What says that the endpoint does not have the operation; empty: nothing does.
std::string what_says_so(Conversation& talk, const OutgoingCall& call, const Called& called, bool made,
                         bool least) {
  const contract::Model& model = *talk.service().model;
  const contract::Operation& operation = *call.operation;
  // S3 says "NotImplemented" also of a header that it does not take there.
  const bool of_a_part =
      !least && asks_for_more(call, model) && names::Knowledge::standard().may_mean_a_part(called.code);
  if (!of_a_part && says_not_there(model, operation, called))
    return fmt::format("{} answered {}", operation.name(), called.answer());
  const contract::Operation* whole = made ? writer_of_whole(model, operation) : nullptr;
  const bool for_whole = whole && speaks_for_whole(model, operation, *whole, called);
  std::string said;
  if (for_whole || may_be_anybodys(model, operation, called)) {
    std::string sent = called.exchange.http.request.target;
    if (const std::string& path = talk.service().address.path; sent.starts_with(path))
      sent.erase(0, path.size());
    const auto overlay = of_nobody(model, operation, talk.service().protocol->id(), sent);
    if (!overlay) return {};
    const Called answer = ask_for_nobody(talk, call, *overlay);
    if (!alike(called, answer, operation.name())) return {};
    if (for_whole && !have_the_same_headers(model, *whole, called, answer)) return {};
    said = fmt::format("{} answered {}, as to an operation that does not exist", operation.name(),
                       called.answer());
  }
  const contract::Operation* reader = called.success && made ? reader_of_whole(model, operation) : nullptr;
  std::string taken = reader ? look_for_whole(talk, call, *reader) : std::string();
  return taken.empty() ? said : taken;
}

}  // namespace

void look_for(Conversation& talk, const OutgoingCall& call, const Called& called, bool made, bool least) {
  if (!called.impossible.empty() || called.throttled) return;
  Offers& offers = talk.state().offers;
  const std::string operation = fmt::format("{}.{}", talk.service().model->slug, call.operation->name());
  if (std::string said = what_says_so(talk, call, called, made, least); !said.empty()) {
    offers.is_not_there(operation, said);
    talk.run().not_offered = std::move(said);
  }
  offers.settle(operation);
}

}  // namespace hallmark::exchange
