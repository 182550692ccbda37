#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "core/testing.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

using contract::ShapeType;

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// A page of our own that has every form that a page can take.
const std::string page = R"PAGE(:doc:`Kiln <../../kiln>` / Client / fire_pot

********
fire_pot
********



.. py:method:: Kiln.Client.fire_pot(**kwargs)

  Fires a pot.

  .. danger::

        This operation is deprecated and may not function as expected. Do not use it.

  See also: `AWS API Documentation <https://docs.aws.amazon.com/goto/WebAPI/kiln-2024-01-02/FirePot>`_  


  **Request Syntax**
  ::

    response = client.fire_pot(
        Name='string',
        Glaze='CLEAR'|'ASH',
        Heat=123.0,
        Weight=...,
        Count=123,
        Wet=True|False,
        When=datetime(2015, 1, 1),
        Clay=b'bytes'|file,
        Marks=[
            {
                'Left': 'string',
                'Inner': {'... recursive ...'}
            },
        ],
        Tags={
            'string': [
                'string',
            ]
        },
        Extra={...}|[...]|123|123.4|'string'|True|None,
        Nothing={}
    )
    
  :type Name: string
  :param Name: **[REQUIRED]** 

    The name. This field is autopopulated if not provided.

  :type Glaze: string
  :param Glaze: 

    The glaze.

  :type Heat: float
  :param Heat: 

  :type Weight: float
  :param Weight: 

  :type Count: integer
  :param Count: 

  :type Wet: boolean
  :param Wet: 

  :type When: datetime
  :param When: 

  :type Clay: bytes or seekable file-like object
  :param Clay: 

  :type Marks: list
  :param Marks: 

    - *(dict) --* 

      .. diagnostic::    This is a Tagged Union structure. Only one of the     following top level keys can be set: ``Left``, ``Inner``.     

      - **Left** *(string) --* **[REQUIRED]** 

        To the left. - **Not** an item.

      - **Inner** *(dict) --* 

  :type Tags: dict
  :param Tags: 

    - *(string) --* 

      - *(list) --* 

        - *(string) --* 

  :type Extra: :ref:`document<document>`
  :param Extra: 

  :type Nothing: dict
  :param Nothing: 

  :rtype: dict
  :returns: 
    
    **Response Syntax**

    ::

      {
          'Pot': {
              'Id': 'string'
          },
          'Smoke': StreamingBody()
      }
      
    **Response Structure**

    - *(dict) --* 

      - **Pot** *(dict) --* 

        - **Id** *(string) --* 

      - **Smoke** (:class:`.StreamingBody`) -- 

  **Exceptions**
  
  *   :py:class:`Kiln.Client.exceptions.TooHot`
  *   :py:class:`Kiln.Client.exceptions.TooCold`
  *   :py:class:`Kiln.Client.exceptions.TooHot`

  **Examples**

  ::

    response = client.fire_pot(
        Name='an example',
    )
)PAGE";

TEST(Boto3Page, ReadsEveryFormThatAPageTakes) {
  const contract::Model model = read_boto3_page(page, "fire_pot.rst");
  EXPECT_EQ(model.slug, "kiln");
  EXPECT_EQ(model.service.version, "2024-01-02");
  const contract::Operation* operation = model.operation("FirePot");
  ASSERT_NE(operation, nullptr);
  EXPECT_TRUE(operation->traits.has(contract::trait::deprecated));
  ASSERT_EQ(operation->errors.size(), 2U);
  EXPECT_EQ(contract::name_of(operation->errors[1]), "TooCold");

  const contract::Shape* input = model.shape(operation->input);
  ASSERT_NE(input, nullptr);
  const struct {
    const char* name;
    ShapeType type;
  } rows[] = {{"Name", ShapeType::string},        {"Glaze", ShapeType::enumeration},
              {"Heat", ShapeType::double_number}, {"Weight", ShapeType::float_number},
              {"Count", ShapeType::integer},      {"Wet", ShapeType::boolean},
              {"When", ShapeType::timestamp},     {"Clay", ShapeType::blob},
              {"Marks", ShapeType::list},         {"Tags", ShapeType::map},
              {"Extra", ShapeType::document},     {"Nothing", ShapeType::structure}};
  ASSERT_EQ(input->members.size(), std::size(rows));
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    EXPECT_EQ(input->members[i].name, rows[i].name);
    EXPECT_EQ(contract::target_of(model, input->members[i]).type, rows[i].type) << rows[i].name;
    EXPECT_EQ(contract::is_required(input->members[i]), i == 0) << rows[i].name;
  }
  EXPECT_TRUE(input->members[0].traits.has(contract::trait::idempotency_token));
  EXPECT_TRUE(contract::is_streaming(model, *input->member("Clay")));

  const contract::Shape& mark =
      contract::target_of(model, contract::target_of(model, *input->member("Marks")).members[0]);
  EXPECT_EQ(mark.type, ShapeType::union_shape);
  ASSERT_EQ(mark.members.size(), 2U);
  EXPECT_TRUE(contract::is_required(mark.members[0]));
  EXPECT_EQ(mark.members[1].target, mark.id) << "the recursion reaches the nearest structure";
  const contract::Shape& tags = contract::target_of(model, *input->member("Tags"));
  EXPECT_EQ(contract::target_of(model, *tags.member("value")).type, ShapeType::list);

  const contract::Shape* output = model.shape(operation->output);
  ASSERT_NE(output, nullptr);
  ASSERT_EQ(output->members.size(), 2U);
  EXPECT_TRUE(contract::is_streaming(model, output->members[1]));
}

// The three dots of a float stand in a list on a line of their own; those of a document do not.
TEST(Boto3Page, TellsListsOfFloatsFromDocuments) {
  std::string text = page;
  text.replace(text.find("        'Smoke': StreamingBody()"), 0, R"(        'Heats': [
              ...,
          ],
          'Loose': [
              {...}|[...]|123|123.4|'string'|True|None,
          ],
  )");
  text.replace(text.find("      - **Smoke**"), 0, R"(      - **Heats** *(list) --* 

        - *(float) --* 

      - **Loose** *(list) --* 

        - (:ref:`document<document>`) -- 

)");
  const contract::Model model = read_boto3_page(text, "fire_pot.rst");
  const contract::Shape* output = model.shape(model.operation("FirePot")->output);
  ASSERT_NE(output, nullptr);
  ASSERT_EQ(output->members.size(), 4U);
  const auto item = [&](const char* name) {
    const contract::Shape& list = contract::target_of(model, *output->member(name));
    EXPECT_EQ(list.type, ShapeType::list) << name;
    return contract::target_of(model, list.members.at(0)).type;
  };
  EXPECT_EQ(item("Heats"), ShapeType::float_number);
  EXPECT_EQ(item("Loose"), ShapeType::document);
}

TEST(Boto3Page, RefusesWhatIsNoOperation) {
  const auto rule_of = [](const std::string& text) -> std::string {
    try {
      static_cast<void>(read_boto3_page(text, "x.rst"));
    } catch (const core::DocumentError& error) {
      return error.problem().rule;
    }
    return "";
  };
  EXPECT_EQ(rule_of(""), "page.frame");
  EXPECT_EQ(rule_of("hello"), "page.frame");
  EXPECT_EQ(
      rule_of(":doc:`S3 <../../s3>` / Client / get_waiter\n\n.. py:method:: S3.Client.get_waiter(name)\n"),
      "page.no-operation");
  std::string damaged = page;
  damaged.replace(damaged.find("'CLEAR'|'ASH'"), 13, "'CLEAR'|'ASH ");
  EXPECT_EQ(rule_of(damaged), "page.syntax");
  std::string deep = page;
  deep.replace(deep.find("'CLEAR'|'ASH'"), 13, std::string(100'000, '['));
  EXPECT_EQ(rule_of(deep), "page.syntax");
  std::string bytes = page;
  bytes.insert(bytes.find("Fires"), "\xff");
  EXPECT_EQ(rule_of(bytes), "page.utf8");
}

// Whatever is cut off or overwritten: a model or a DocumentError, nothing else.
TEST(Boto3Page, SurvivesDamage) {
  std::size_t refused = 0, read_well = 0;
  for (std::size_t i = 0; i < page.size(); i += 7) {
    for (const std::string& text :
         {page.substr(0, i), page.substr(i), page.substr(0, i) + "{['" + page.substr(i)}) {
      try {
        static_cast<void>(read_boto3_page(text, "x.rst"));
        ++read_well;
      } catch (const core::DocumentError&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 100U);
  EXPECT_GT(read_well, 100U);
}

TEST(Boto3Page, ReadsTheCorpus) {
  const auto corpus = core::shared_data("corpus");
  if (!corpus) GTEST_SKIP() << core::absent("corpus");
  std::size_t pages = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*corpus / "pages")) {
    if (entry.path().extension() != ".rst") continue;
    ++pages;
    EXPECT_NO_THROW({
      const contract::Model model = read_boto3_page(read(entry.path()), entry.path().filename().string());
      EXPECT_EQ(model.operations.size(), 1U);
    }) << entry.path();
  }
  EXPECT_EQ(pages, 638U);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*corpus / "negative")) {
    if (entry.path().extension() != ".rst") continue;
    EXPECT_THROW(static_cast<void>(read_boto3_page(read(entry.path()), "negative.rst")), core::DocumentError)
        << entry.path();
  }
}

}  // namespace
}  // namespace hallmark::importers
