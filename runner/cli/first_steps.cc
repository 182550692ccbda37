#include "cli/first_steps.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/option_groups.h"

namespace hallmark::cli {
namespace {

void add_data(CLI::App& command, WorkspaceOptions& options) {
  command.add_option("--data", options.data, "Folder with suites/, schemas/, fixtures/ or targets/ of yours");
  command
      .add_option(
          "-m,--model", options.models,
          "A contract: service-2.json[.gz], Smithy JSON AST, boto3 or API Reference page (repeatable)")
      ->check(CLI::ExistingPath);
  command.add_option("--service", options.service, "The service meant where documents hold several");
}

void add_new(CLI::App& app, NewCommand& options, std::function<int(CommandContext&)>& chosen) {
  CLI::App* command =
      app.add_subcommand("new", "Begin a target profile, a suite or a fixture; what only you know is marked");
  command->footer(
      "Examples:\n"
      "  hallmark new target my-mock --endpoint http://127.0.0.1:4566\n"
      "  hallmark new service sqs\n"
      "  hallmark new service --model service-2.json.gz\n"
      "  hallmark new fixture voice-id.UpdateDomain/ConflictException\n"
      "\n"
      "What is written passes `hallmark check`, which tells what is still to be filled in. Nothing is "
      "overwritten.\n");
  command->add_option("what", options.what, "target, service or fixture")
      ->required()
      ->check(CLI::IsMember({"target", "service", "fixture"}));
  command->add_option("subject", options.subject,
                      "The target's name; the service; <service>.<Operation>/<Exception>, or …/success");
  add_data(*command, options.workspace);
  command->add_option("-e,--endpoint", options.endpoint, "Of a target: its address");
  command->add_option("--region", options.region, "Of a target: the region to sign for");
  command->add_option("-o,--out", options.out,
                      "Folder to write into; none: that of --data, else hallmark-data");
  command->callback(
      [&] { chosen = [&options](CommandContext& context) { return new_command(options, context); }; });
}

void add_doctor(CLI::App& app, DoctorCommand& options, std::function<int(CommandContext&)>& chosen) {
  CLI::App* command = app.add_subcommand(
      "doctor", "Ask an endpoint what it offers and verifies, and write its target profile; makes nothing");
  command->footer(
      "Examples:\n"
      "  hallmark doctor --endpoint http://127.0.0.1:4566\n"
      "  hallmark doctor --endpoint http://127.0.0.1:4566 sqs dynamodb --out my-target.json\n"
      "  hallmark doctor --endpoint http://127.0.0.1:5000 --model service-2.json.gz\n"
      "\n"
      "Only operations that read are asked, with valid requests, and once each with a signature that does "
      "not hold.\n");
  command->add_option("services", options.services,
                      "Services; none: those of --model, or whether every contract here is offered");
  add_data(*command, options.workspace);
  command->add_option("-e,--endpoint", options.endpoint, "Address of the endpoint: http://127.0.0.1:4566")
      ->required();
  command->add_option("--region", options.region, "Region to sign for");
  command->add_option("--name", options.name, "What the profile calls the target");
  command->add_option("-o,--out", options.out,
                      "File to write the profile to; -: standard output, the rest to the error's");
  command->add_option("--timeout", options.timeout, "For one request: 10s");
  add_body_limits(*command, options.body_limits);
  command
      ->add_option("--most", options.most,
                   "Operations of one service that are asked, at most: 25; 15 where no service is named, "
                   "until one is there")
      ->check(CLI::Range(1, 100'000));
  command->add_flag("--remote", options.remote, "The endpoint is not on this machine, and that is meant");
  command->callback(
      [&] { chosen = [&options](CommandContext& context) { return doctor_command(options, context); }; });
}

Interface whole(const CLI::App& app) {
  Interface interface = interface_of(app);
  interface.version = HALLMARK_VERSION;
  return interface;
}

void add_completion(CLI::App& app, CompletionCommand& options, std::function<int(CommandContext&)>& chosen) {
  CLI::App* command =
      app.add_subcommand("completion", "Print a script that completes hallmark's words in a shell");
  command->footer(
      "Examples:\n"
      "  source <(hallmark completion bash)\n"
      "  hallmark completion zsh > ~/.zfunc/_hallmark\n"
      "  hallmark completion fish > ~/.config/fish/completions/hallmark.fish\n");
  command->add_option("shell", options.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([&app, &options, &chosen] {
    chosen = [&app, &options](CommandContext& context) {
      context.out << completion(whole(app), options.shell);
      return exit_conforms;
    };
  });
  command = app.add_subcommand("man", "Print the manual page");
  command->footer("Examples:\n  hallmark man > hallmark.1 && man -l hallmark.1\n");
  command->callback([&app, &chosen] {
    chosen = [&app](CommandContext& context) {
      context.out << man_page(whole(app));
      return exit_conforms;
    };
  });
}

}  // namespace

void add_first_steps(CLI::App& app, FirstSteps& options, std::function<int(CommandContext&)>& chosen) {
  add_new(app, options.make, chosen);
  add_doctor(app, options.doctor, chosen);
  add_completion(app, options.completion, chosen);
}

}  // namespace hallmark::cli
