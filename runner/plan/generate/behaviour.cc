#include "plan/generate/behaviour.h"

#include <algorithm>
#include <iterator>

#include "plan/cases/load.h"
#include "plan/generate/agreeing_cases.h"
#include "plan/generate/arn_cases.h"
#include "plan/generate/batch_cases.h"
#include "plan/generate/compressed_cases.h"
#include "plan/generate/conflict_cases.h"
#include "plan/generate/existence_cases.h"
#include "plan/generate/filter_cases.h"
#include "plan/generate/form_cases.h"
#include "plan/generate/in_use_cases.h"
#include "plan/generate/inner_cases.h"
#include "plan/generate/input_cases.h"
#include "plan/generate/list_cases.h"
#include "plan/generate/override_cases.h"
#include "plan/generate/part_cases.h"
#include "plan/generate/reference_cases.h"
#include "plan/generate/relation_cases.h"
#include "plan/generate/revoked_cases.h"
#include "plan/generate/scenario_cases.h"
#include "plan/generate/selected_cases.h"
#include "plan/generate/state_cases.h"
#include "plan/generate/tag_cases.h"
#include "plan/generate/taken_cases.h"
#include "plan/generate/under_way_cases.h"
#include "plan/generate/untouched_cases.h"
#include "plan/generate/value_cases.h"

namespace hallmark::plan {

std::vector<Wanted> behaviour_cases(Context& context, const names::Names& names) {
  std::vector<Wanted> all;
  for (const auto& cases :
       {existence_cases, conflict_cases, in_use_cases,    under_way_cases, input_cases,    batch_cases,
        list_cases,      value_cases,    untouched_cases, tag_cases,       filter_cases,   state_cases,
        taken_cases,     override_cases, arn_cases,       inner_cases,     relation_cases, part_cases,
        reference_cases, added_cases,    revoked_cases,   selected_cases,  agreeing_cases, compressed_cases,
        form_cases,      scenario_cases}) {
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
