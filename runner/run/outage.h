// Notices an endpoint that breaks while a run goes on: from some case on, a service gives nothing but server
// errors. What it deviates in afterwards says little, and the case before is where to look.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "run/events.h"

namespace hallmark::run {

class Outage {
 public:
  // In completion order. Cases that sent nothing, and errors that were asked for, say nothing.
  void diagnostic(const CaseResult& result);
  // A sentence for each service that was broken at the end of the run.
  [[nodiscard]] std::vector<std::string> sentences() const;

 private:
  struct Health {
    std::string last_alive, first_dead;  // ids of cases
    std::size_t dead = 0;                // cases since
  };
  std::map<std::string, Health> services_;
};

}  // namespace hallmark::run
