#include "cli/cli.h"

int main(int argc, char** argv) { return hallmark::cli::main_of(argc, argv); }
