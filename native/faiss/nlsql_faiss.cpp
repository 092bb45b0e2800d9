#include "nlsql_faiss.h"

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/index_factory.h>
#include <faiss/index_io.h>
#include <omp.h>

#include <cstdio>
#include <exception>
#include <limits>
#include <memory>
#include <new>
#include <regex>
#include <string>

struct nlsql_faiss_index {
  std::unique_ptr<faiss::Index> index;
  faiss::IndexHNSW* hnsw = nullptr;
  faiss::IndexIVF* ivf = nullptr;

  explicit nlsql_faiss_index(faiss::Index* taken)
      : index(taken), hnsw(dynamic_cast<faiss::IndexHNSW*>(taken)), ivf(dynamic_cast<faiss::IndexIVF*>(taken)) {}
};

namespace {

constexpr int32_t kMaxDimension = 8192;
constexpr int64_t kMaxVectors = 50'000'000;
constexpr const char* kHnsw = "HNSW32,Flat";

// Needs no memory of its own: where there is none left, that has to be said all the same.
thread_local char last_error[1024];

void remember(const char* sentence) noexcept { std::snprintf(last_error, sizeof last_error, "%s", sentence); }

int32_t refuse(const char* sentence) {
  remember(sentence);
  return NLSQL_FAISS_BAD_ARGUMENT;
}

// No C++ exception may cross into the caller.
template <class Action>
int32_t guarded(Action&& action) noexcept {
  try {
    remember("");
    return action();
  } catch (const std::bad_alloc&) {
    remember("There is not enough memory.");
    return NLSQL_FAISS_NO_MEMORY;
  } catch (const std::exception& e) {
    remember(e.what());
  } catch (...) {
    remember("libfaiss failed without saying why.");
  }
  return NLSQL_FAISS_FAILED;
}

bool is_allowed(const std::string& kind) {
  static const std::regex allowed("Flat|SQ8|HNSW32,Flat|IVF[1-9][0-9]{0,4},PQ[1-9][0-9]{0,2}np");
  return std::regex_match(kind, allowed);
}

bool is_of_kind(const faiss::Index* index, const std::string& kind) {
  if (kind == "Flat") return dynamic_cast<const faiss::IndexFlat*>(index) != nullptr;
  if (kind == "SQ8") return dynamic_cast<const faiss::IndexScalarQuantizer*>(index) != nullptr;
  if (kind == kHnsw) return dynamic_cast<const faiss::IndexHNSW*>(index) != nullptr;
  return dynamic_cast<const faiss::IndexIVFPQ*>(index) != nullptr;
}

// The graph of a file is walked without bounds checks: every link must lead to a vector that exists, and that stands on the level it
// is linked on (a node's links lie level by level: what would be those of a level that it does not have belongs to the node after it).
bool is_sound(const faiss::HNSW& graph, int64_t count) {
  const auto nodes = static_cast<size_t>(count);
  if (graph.levels.size() != nodes || graph.offsets.size() != nodes + 1) return false;
  if (graph.offsets.front() != 0 || graph.offsets.back() != graph.neighbors.size()) return false;
  if (count > 0 && (graph.entry_point < 0 || graph.entry_point >= count || graph.max_level < 0)) return false;
  for (size_t i = 0; i < nodes; i++) {
    const int level = graph.levels[i];
    if (level < 1 || static_cast<size_t>(level) >= graph.cum_nneighbor_per_level.size()) return false;
    const auto links = static_cast<size_t>(graph.cum_nneighbor_per_level[level]);
    if (graph.offsets[i + 1] < graph.offsets[i] || graph.offsets[i + 1] - graph.offsets[i] != links) return false;
  }
  const auto& widths = graph.cum_nneighbor_per_level;
  if (!widths.empty() && widths.front() != 0) return false;
  for (size_t i = 1; i < widths.size(); i++) {
    if (widths[i] < widths[i - 1]) return false;
  }
  for (size_t i = 0; i < nodes; i++) {
    for (int level = 0; level < graph.levels[i]; level++) {
      for (size_t link = graph.offsets[i] + widths[level]; link < graph.offsets[i] + widths[level + 1]; link++) {
        const auto neighbor = graph.neighbors[link];
        if (neighbor < -1 || neighbor >= count || (neighbor >= 0 && graph.levels[neighbor] <= level)) return false;
      }
    }
  }
  return count == 0 || graph.levels[graph.entry_point] > graph.max_level;
}

}  // namespace

int32_t nlsql_faiss_abi(void) { return NLSQL_FAISS_ABI; }

const char* nlsql_faiss_library_version(void) {
#define NLSQL_TEXT_OF(x) #x
#define NLSQL_TEXT(x) NLSQL_TEXT_OF(x)
  return NLSQL_TEXT(FAISS_VERSION_MAJOR) "." NLSQL_TEXT(FAISS_VERSION_MINOR) "." NLSQL_TEXT(FAISS_VERSION_PATCH);
}

const char* nlsql_faiss_last_error(void) { return last_error; }

int32_t nlsql_faiss_create(int32_t dimension, const char* kind, nlsql_faiss_index** index) {
  return guarded([&]() -> int32_t {
    if (index == nullptr || kind == nullptr || dimension <= 0 || dimension > kMaxDimension) return refuse("The dimension is out of range.");
    *index = nullptr;
    if (!is_allowed(kind)) return refuse("This kind of index is not allowed.");
    *index = new nlsql_faiss_index(faiss::index_factory(dimension, kind, faiss::METRIC_INNER_PRODUCT));
    return NLSQL_FAISS_OK;
  });
}

int32_t nlsql_faiss_describe(const nlsql_faiss_index* index, nlsql_faiss_info* info) {
  if (index == nullptr || info == nullptr) return refuse("There is no index.");
  info->count = index->index->ntotal;
  info->dimension = index->index->d;
  info->is_trained = index->index->is_trained ? 1 : 0;
  return NLSQL_FAISS_OK;
}

int32_t nlsql_faiss_train(nlsql_faiss_index* index, int64_t count, const float* vectors, int32_t threads) {
  return guarded([&]() -> int32_t {
    if (index == nullptr || vectors == nullptr || count <= 0) return refuse("There is nothing to train with.");
    omp_set_num_threads(threads > 0 ? threads : 1);
    index->index->train(count, vectors);
    return NLSQL_FAISS_OK;
  });
}

int32_t nlsql_faiss_add(nlsql_faiss_index* index, int64_t count, const float* vectors, int32_t threads) {
  return guarded([&]() -> int32_t {
    if (index == nullptr || count < 0 || (count > 0 && vectors == nullptr)) return refuse("There is nothing to add.");
    if (!index->index->is_trained) return refuse("The index must be trained first.");
    if (index->index->ntotal + count > kMaxVectors) return refuse("There are too many vectors.");
    omp_set_num_threads(threads > 0 ? threads : 1);
    if (count > 0) index->index->add(count, vectors);
    return NLSQL_FAISS_OK;
  });
}

int32_t nlsql_faiss_search(const nlsql_faiss_index* index, const float* query, int64_t k, int32_t effort, float* scores, int64_t* rows) {
  return guarded([&]() -> int32_t {
    if (index == nullptr || query == nullptr || scores == nullptr || rows == nullptr || k <= 0) return refuse("There is nothing to search.");
    if (!index->index->is_trained) return refuse("The index must be trained first.");
    if (index->index->ntotal == 0) {
      for (int64_t i = 0; i < k; i++) {
        rows[i] = -1;
        scores[i] = std::numeric_limits<float>::lowest();
      }
      return NLSQL_FAISS_OK;
    }
    // OpenMP's setting belongs to the thread: a request must not fan out over all cores.
    omp_set_num_threads(1);
    if (index->hnsw != nullptr) {
      faiss::SearchParametersHNSW parameters;
      parameters.efSearch = effort > 0 ? effort : 64;
      index->index->search(1, query, k, scores, rows, &parameters);
    } else if (index->ivf != nullptr) {
      faiss::SearchParametersIVF parameters;
      parameters.nprobe = effort > 0 ? effort : 8;
      index->index->search(1, query, k, scores, rows, &parameters);
    } else {
      index->index->search(1, query, k, scores, rows);
    }
    return NLSQL_FAISS_OK;
  });
}

int32_t nlsql_faiss_write(nlsql_faiss_index* index, const char* path) {
  return guarded([&]() -> int32_t {
    if (index == nullptr || path == nullptr) return refuse("There is no index or no path.");
    if (index->hnsw == nullptr) {
      faiss::write_index(index->index.get(), path);
      return NLSQL_FAISS_OK;
    }
    faiss::IndexFlat nothing(index->index->d, faiss::METRIC_INNER_PRODUCT);
    faiss::Index* storage = index->hnsw->storage;
    index->hnsw->storage = &nothing;
    try {
      faiss::write_index(index->index.get(), path);
    } catch (...) {
      index->hnsw->storage = storage;
      throw;
    }
    index->hnsw->storage = storage;
    return NLSQL_FAISS_OK;
  });
}

int32_t nlsql_faiss_read(const char* path, int32_t dimension, const char* kind, int64_t count, const float* vectors, nlsql_faiss_index** index) {
  return guarded([&]() -> int32_t {
    if (path == nullptr || kind == nullptr || index == nullptr || count < 0) return refuse("There is no path or no kind.");
    *index = nullptr;
    if (!is_allowed(kind)) return refuse("This kind of index is not allowed.");
    auto read = std::make_unique<nlsql_faiss_index>(faiss::read_index(path));
    if (!is_of_kind(read->index.get(), kind)) return refuse("The file holds another kind of index.");
    if (read->index->d != dimension || read->index->ntotal != count) return refuse("The file holds other vectors.");
    if (read->index->metric_type != faiss::METRIC_INNER_PRODUCT || !read->index->is_trained) return refuse("The file holds an index that cannot be searched.");
    if (read->hnsw != nullptr) {
      if (vectors == nullptr && count > 0) return refuse("The vectors of the graph are missing.");
      if (!is_sound(read->hnsw->hnsw, count)) return refuse("The graph in the file is damaged.");
      // Made whole before the old one goes: a lack of memory in between must not leave the graph over freed memory.
      auto storage = std::make_unique<faiss::IndexFlat>(dimension, faiss::METRIC_INNER_PRODUCT);
      if (count > 0) storage->add(count, vectors);
      delete read->hnsw->storage;
      read->hnsw->storage = storage.release();
      read->hnsw->own_fields = true;
    }
    *index = read.release();
    return NLSQL_FAISS_OK;
  });
}

void nlsql_faiss_free(nlsql_faiss_index* index) { delete index; }
