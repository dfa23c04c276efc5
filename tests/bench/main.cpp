#include <benchmark/benchmark.h>

// A file a subject beside this one; every BENCHMARK in them is a name of `cellwright-cli bench`.
BENCHMARK_MAIN();
