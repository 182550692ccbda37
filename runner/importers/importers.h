// Documents in, one contract out. Call `read_document` for anything that a user names,
// `merge` where several documents describe one service, `diff` to compare two contracts.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::importers {

enum class DocumentKind { boto3_page, api_reference_page, botocore_model, smithy_ast };
[[nodiscard]] std::string_view to_string(DocumentKind kind);

// An importer: recognises by content, reads into a Model. A page gives a partial model of
// one operation. `read` throws DocumentError.
struct Importer {
  DocumentKind kind;
  bool (*recognises)(std::string_view text);
  contract::Model (*read)(const std::string& text, const std::string& name, const std::string& service);
};
[[nodiscard]] const std::vector<Importer>& importers();

// Reads a file, gzip or plain, whatever kind it is, or a folder of botocore's data. With a service-2.json
// comes what lies beside it: paginators-1.json, waiters-2.json, examples-1.json and extras, plain or gzip.
// `service` says which is meant where a file holds several (by shape id, name or slug), and names that of a
// page which does not say it. Throws DocumentError: "file.read", "document.unknown" (saying what was looked
// for), and each importer's own rules.
[[nodiscard]] contract::Model read_document(const std::filesystem::path& path,
                                            const std::string& service = {});
// Several, as a user names them. Files that go with a model (paginators-1.json and the others) may stand
// among them: they go with the model that has their operations and stand for what lies beside it. One
// model for each document that is not such a file, in their order. Throws "document.beside" too: it is
// not clear which model a file goes with.
[[nodiscard]] std::vector<contract::Model> read_documents(const std::vector<std::filesystem::path>& paths,
                                                          const std::string& service = {});

// False of a page whose service is told by its links and samples, or by nothing: another document of that
// operation, or the user, knows better.
[[nodiscard]] bool states_its_service(const contract::Model& model);
// Says which service a page is of.
void name_service(contract::Model& page, const std::string& slug);

// The importers one by one (text in UTF-8; `name` for messages).
[[nodiscard]] contract::Model read_boto3_page(const std::string& text, const std::string& name);
[[nodiscard]] contract::Model read_api_reference(const std::string& text, const std::string& name);
[[nodiscard]] contract::Model read_botocore(const std::string& text, const std::string& name);
[[nodiscard]] contract::Model read_smithy_ast(const std::string& text, const std::string& name,
                                              const std::string& service = {});

// One contract of several documents. Pages are promises: what they state wins and is marked
// "page"; what their form cannot express is filled from models and marked "model"; what their
// form could express and does not is marked "newer-model". Disagreements become contradictions
// and alternatives; nothing is guessed. Operations of models that no page covers are kept only
// when named in `supporting` (or all of them, when there is no page). Throws DocumentError
// ("merge.service") when the documents are of different services.
struct MergeOptions {
  std::vector<std::string> supporting;
};
[[nodiscard]] contract::Model merge(const std::vector<contract::Model>& models,
                                    const MergeOptions& options = {});

// How contract `b` differs from `a`.
struct Difference {
  std::string where;  // promise-like path: "UpdateDomain input.Name length.max"
  std::string kind;   // "added", "removed", "changed"
  std::string before, after;
};
[[nodiscard]] std::vector<Difference> diff(const contract::Model& a, const contract::Model& b);

}  // namespace hallmark::importers

// Example:
//
//   const contract::Model page = read_document("CreateOrder.rst", "shop");
//   const contract::Model model = read_document("service-2.json");
//   for (const Difference& each : diff(page, model)) std::string said = each.kind + " " + each.where;
//   const contract::Model contract = merge({page, model});
