// Reads a stored graph while memory runs out: at the first allocation, at the second, and so on until it can be read. Each time the shim has to
// say so and to leave nothing half made; a fault of it ends the process.
#include "nlsql_faiss.h"

#include <cstdio>
#include <cstdlib>
#include <new>
#include <vector>

namespace {

constexpr int kDimension = 8;
constexpr int kCount = 200;
constexpr const char* kKind = "HNSW32,Flat";

long left = -1;  // Allocations that succeed before all others fail; below 0 all succeed.

void* allocate(std::size_t bytes) {
  if (left == 0) throw std::bad_alloc();
  if (left > 0) left--;
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}

int fail(const char* what, long allocations) {
  std::printf("%s after %ld allocations: %s\n", what, allocations, nlsql_faiss_last_error());
  return 1;
}

}  // namespace

void* operator new(std::size_t bytes) { return allocate(bytes); }
void* operator new[](std::size_t bytes) { return allocate(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

int main(int, char** arguments) {
  const char* path = arguments[1];
  std::vector<float> vectors(kCount * kDimension);
  for (std::size_t i = 0; i < vectors.size(); i++) vectors[i] = static_cast<float>((i * 7919) % 101) / 101;

  nlsql_faiss_index* built = nullptr;
  if (nlsql_faiss_create(kDimension, kKind, &built) != NLSQL_FAISS_OK || nlsql_faiss_add(built, kCount, vectors.data(), 1) != NLSQL_FAISS_OK ||
      nlsql_faiss_write(built, path) != NLSQL_FAISS_OK) {
    return fail("No graph could be made", 0);
  }
  nlsql_faiss_free(built);

  for (long allocations = 0;; allocations++) {
    nlsql_faiss_index* read = nullptr;
    left = allocations;
    const int32_t outcome = nlsql_faiss_read(path, kDimension, kKind, kCount, vectors.data(), &read);
    left = -1;
    if (outcome == NLSQL_FAISS_NO_MEMORY && read == nullptr) continue;
    if (outcome != NLSQL_FAISS_OK || read == nullptr) return fail("Reading went wrong", allocations);

    float score = 0;
    int64_t row = -1;
    if (nlsql_faiss_search(read, vectors.data(), 1, 0, &score, &row) != NLSQL_FAISS_OK || row < 0) return fail("Searching went wrong", allocations);
    nlsql_faiss_free(read);
    std::printf("read with %ld allocations\n", allocations);
    return 0;
  }
}
