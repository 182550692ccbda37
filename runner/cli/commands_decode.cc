// decode: HTTP messages to members documents, for other validators and for people.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <map>
#include <ostream>
#include <set>
#include <sstream>

#include "cli/advice.h"
#include "cli/commands.h"
#include "contract/foreign_protocols.h"
#include "core/error.h"
#include "core/text.h"
#include "exchange/recording.h"
#include "plan/cases/load.h"
#include "wire/protocol.h"

namespace hallmark::cli {

namespace {

// A raw HTTP message as curl -i prints it: first line, headers, empty line, body.
struct Message {
  std::string first;
  wire::Headers headers;
  std::string body;
};

Message parse_message(const std::string& text, const std::string& name) {
  Message message;
  std::size_t at = 0;
  bool first = true;
  while (true) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at, end == std::string::npos ? end : end - at);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::size_t colon = line.find(':');
    if (first) {
      message.first = line;
    } else if (!line.empty() && colon != std::string::npos) {
      message.headers.add(line.substr(0, colon), std::string(core::trim(line.substr(colon + 1))));
    }
    if (first && message.first.find("HTTP/") == std::string::npos) {
      throw core::DocumentError(
          {.file = name,
           .line = 1,
           .pointer = {},
           .rule = "decode.message",
           .message = "the first line is no HTTP request or status line",
           .advice = "Give the message as `curl -i` prints it: first line, headers, an empty line, body."});
    }
    first = false;
    if (end == std::string::npos) return message;
    at = end + 1;
    if (line.empty()) {
      message.body = text.substr(at);
      return message;
    }
  }
}

void write_diagnostics(const std::vector<wire::Diagnostic>& diagnostics, std::ostream& out) {
  for (const wire::Diagnostic& diagnostic : diagnostics) {
    out << "diagnostic: " << wire::to_string(diagnostic.kind)
        << (diagnostic.pointer.empty() ? "" : " at " + core::printable(diagnostic.pointer))
        << (diagnostic.location.empty() ? "" : " (" + core::printable(diagnostic.location) + ")")
        << (diagnostic.expected.empty() ? "" : ", expected " + core::printable(diagnostic.expected))
        << (diagnostic.actual.empty() ? ""
                                      : ", got " + core::printable(core::shorten(diagnostic.actual, 200)))
        << "\n";
  }
}

Json pairs_of(const wire::Headers& headers) {
  Json pairs = Json::array();
  for (const wire::Header& header : headers) pairs.push_back({header.name, header.value});
  return pairs;
}

// One line for each exchange: what was sent (bodies in base64), and the answer as members document, of a
// success or of the error with its code.
int decode_recording(const Workspace& workspace, const std::string& file, CommandContext& context) {
  const exchange::Recording recording = exchange::read_recording(file);
  std::map<std::string, Judged> services;
  std::set<std::string> named;
  for (const auto& [id, run] : recording.runs) named.insert(id.substr(0, id.find('.')));
  for (Judged& judged : workspace.services({named.begin(), named.end()}))
    services.emplace(judged.suite.service, std::move(judged));
  const auto sink = core::stream_sink(context.out, context.secrets);
  for (const auto& [id, run] : recording.runs) {
    const auto service = services.find(id.substr(0, id.find('.')));
    if (service == services.end()) continue;
    const contract::Model& model = *service->second.model;
    const wire::Protocol* protocol = wire::find_protocol(plan::protocol_of(model, service->second.suite));
    for (const exchange::Exchange& exchange : run.exchanges) {
      const contract::Operation* operation = model.operation(exchange.operation);
      if (operation == nullptr || protocol == nullptr) continue;
      Json line = {{"case", id},
                   {"role", exchange::to_string(exchange.role)},
                   {"service", service->first},
                   {"operation", exchange.operation},
                   {"identity", exchange.identity},
                   {"input", exchange.input},
                   {"inexpressible", exchange.inexpressible},
                   {"request",
                    {{"method", exchange.http.request.method},
                     {"target", exchange.http.request.target},
                     {"headers", pairs_of(exchange.http.request.headers)},
                     {"body", core::base64_encode(exchange.http.request.body)}}}};
      if (exchange.http.response) {
        const wire::Response& response = *exchange.http.response;
        line["status"] = response.status;
        line["headers"] = pairs_of(response.headers);
        line["body"] = core::base64_encode(response.body);
        if (protocol->is_success(*operation, response)) {
          line["members"] = protocol->decode_response(model, *operation, response).members;
        } else {
          const wire::DecodedError error = protocol->decode_error(model, *operation, response);
          line["code"] = error.code;
          line["members"] = error.decoded.members;
        }
      }
      sink->write(core::dump(line) + "\n");
    }
  }
  return exit_conforms;
}

}  // namespace

int decode_command(const DecodeCommand& options, CommandContext& context) {
  const Workspace workspace(options.workspace);
  if (!options.recording.empty()) return decode_recording(workspace, options.recording, context);
  if (options.operation.empty() || options.file.empty()) {
    throw UsageError{.message = "decode needs an operation and a message, or --recording",
                     .advice = "Write for example: curl -si … | hallmark decode voice-id.UpdateDomain -"};
  }
  const std::size_t dot = options.operation.find('.');
  const auto services = workspace.services({options.operation.substr(0, dot)});
  const contract::Operation* operation = nullptr;
  if (!services.empty() && dot != std::string::npos)
    operation = services[0].model->operation(options.operation.substr(dot + 1));
  if (operation == nullptr) {
    const std::vector<std::string> unknown = unknown_in(workspace, {options.operation}, false);
    throw UsageError{
        .message = unknown.empty() || dot == std::string::npos
                       ? fmt::format("there is no operation \"{}\"", core::printable(options.operation))
                       : unknown.front(),
        .advice =
            "Write <service>.<Operation>, for example voice-id.UpdateDomain; `hallmark list operations` "
            "names them."};
  }
  const contract::Model& model = *services[0].model;
  const wire::Protocol* protocol = wire::find_protocol(plan::protocol_of(model, services[0].suite));
  if (protocol == nullptr) {
    throw UsageError{.message = fmt::format("{}: {}", model.slug, contract::why_no_protocol(model)),
                     .advice = "Name one with --protocol."};
  }
  std::ostringstream text;
  if (options.file == "-") {
    text << std::cin.rdbuf();
  } else {
    std::ifstream in(options.file, std::ios::binary);
    if (!in) {
      throw core::DocumentError({.file = options.file,
                                 .line = 0,
                                 .pointer = {},
                                 .rule = "file.read",
                                 .message = "the file cannot be read",
                                 .advice = "Check the path."});
    }
    text << in.rdbuf();
  }
  const Message message = parse_message(text.str(), options.file);
  const auto sink = core::stream_sink(context.out, context.secrets);
  const auto pretty = [](const Json& value) {
    return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  };
  if (options.request) {
    wire::Request request;
    const std::vector<std::string> words = core::split(message.first, ' ');
    request.method = words[0];
    request.target = words.size() > 1 ? words[1] : "/";
    request.headers = message.headers;
    request.body = message.body;
    const wire::Decoded decoded = protocol->decode_request(model, *operation, request);
    sink->write(pretty(decoded.members));
    write_diagnostics(decoded.diagnostics, context.err);
    return exit_conforms;
  }
  wire::Response response;
  const std::vector<std::string> words = core::split(message.first, ' ');
  response.status = words.size() > 1 ? std::atoi(words[1].c_str()) : 0;
  response.headers = message.headers;
  response.body = message.body;
  if (protocol->is_success(*operation, response)) {
    const wire::Decoded decoded = protocol->decode_response(model, *operation, response);
    sink->write(pretty(decoded.members));
    write_diagnostics(decoded.diagnostics, context.err);
  } else {
    const wire::DecodedError error = protocol->decode_error(model, *operation, response);
    context.err << "error code: " << core::printable(error.code) << " ("
                << core::printable(error.code_location) << ")\n";
    sink->write(pretty(error.decoded.members));
    write_diagnostics(error.decoded.diagnostics, context.err);
  }
  return exit_conforms;
}

}  // namespace hallmark::cli
