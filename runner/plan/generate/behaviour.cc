#include "plan/generate/behaviour.h"

#include <algorithm>
#include <iterator>

#include "plan/cases/load.h"
#include "plan/kinds/agreeing_cases.h"
#include "plan/kinds/arn_cases.h"
#include "plan/kinds/batch_cases.h"
#include "plan/kinds/compressed_cases.h"
#include "plan/kinds/conflict_cases.h"
#include "plan/kinds/existence_cases.h"
#include "plan/kinds/filter_cases.h"
#include "plan/kinds/form_cases.h"
#include "plan/kinds/in_use_cases.h"
#include "plan/kinds/inner_cases.h"
#include "plan/kinds/input_cases.h"
#include "plan/kinds/list_cases.h"
#include "plan/kinds/override_cases.h"
#include "plan/kinds/paged_cases.h"
#include "plan/kinds/part_cases.h"
#include "plan/kinds/precondition_cases.h"
#include "plan/kinds/reference_cases.h"
#include "plan/kinds/relation_cases.h"
#include "plan/kinds/returned_cases.h"
#include "plan/kinds/revoked_cases.h"
#include "plan/kinds/scenario_cases.h"
#include "plan/kinds/selected_cases.h"
#include "plan/kinds/sequence_cases.h"
#include "plan/kinds/state_cases.h"
#include "plan/kinds/tag_cases.h"
#include "plan/kinds/taken_cases.h"
#include "plan/kinds/under_way_cases.h"
#include "plan/kinds/untouched_cases.h"
#include "plan/kinds/value_cases.h"

namespace hallmark::plan {

std::vector<Wanted> behaviour_cases(Context& context, const names::Names& names) {
  std::vector<Wanted> all;
  for (const auto& cases :
       {existence_cases, conflict_cases, in_use_cases,     under_way_cases, input_cases,
        batch_cases,     list_cases,     value_cases,      untouched_cases, tag_cases,
        filter_cases,    state_cases,    taken_cases,      override_cases,  arn_cases,
        inner_cases,     relation_cases, part_cases,       reference_cases, added_cases,
        revoked_cases,   selected_cases, sequence_cases,   returned_cases,  precondition_cases,
        paged_cases,     agreeing_cases, compressed_cases, form_cases,      scenario_cases}) {
    std::vector<Wanted> some = cases(context, names);
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

std::vector<std::string> behaviour_promises(const contract::Model& model,
                                            const contract::Operation& operation, const Suite& suite,
                                            const names::Names& names) {
  const std::string protocol = protocol_of(model, suite);
  const Values values(model, protocol, &operation, suite.values);
  Context context(model, operation, suite, protocol, values);
  std::vector<std::string> promises;
  for (Wanted& wanted : behaviour_cases(context, names)) {
    if (std::find(promises.begin(), promises.end(), wanted.key) == promises.end())
      promises.push_back(std::move(wanted.key));
  }
  return promises;
}

}  // namespace hallmark::plan
