#include <malloc.h>

#include "cli/cli.h"

int main(int argc, char** argv) {
#ifdef M_ARENA_MAX
  // Each thread would be given an arena of its own, which keeps whatever its largest case once needed.
  mallopt(M_ARENA_MAX, 2);
#endif
  return hallmark::cli::main_of(argc, argv);
}
