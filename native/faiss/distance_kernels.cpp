// Debian compiles libfaiss for plain x86-64 (SSE2). Flat search and HNSW spend their time in these two functions; this object comes first
// on the linker's line (-z muldefs takes the first definition) and the loader picks the clone that the CPU can run. Other architectures
// keep libfaiss' own.
#if defined(__x86_64__)

#include <cstddef>

#define NLSQL_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), optimize("O3", "fast-math")))

namespace faiss {

NLSQL_CLONES float fvec_inner_product(const float* x, const float* y, size_t d) {
  float sum = 0;
  for (size_t i = 0; i < d; i++) sum += x[i] * y[i];
  return sum;
}

NLSQL_CLONES float fvec_L2sqr(const float* x, const float* y, size_t d) {
  float sum = 0;
  for (size_t i = 0; i < d; i++) {
    const float difference = x[i] - y[i];
    sum += difference * difference;
  }
  return sum;
}

}  // namespace faiss

#endif
