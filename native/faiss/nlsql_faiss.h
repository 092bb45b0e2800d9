/* A narrow, plain C interface over libfaiss. Every function that can fail returns 0 or a negative code; the sentence that goes with the
 * last failure on the calling thread is nlsql_faiss_last_error(). Searches may run side by side; everything else may not. */
#ifndef NLSQL_FAISS_H
#define NLSQL_FAISS_H

#include <stdint.h>

#define NLSQL_FAISS_ABI 1

#ifdef __cplusplus
extern "C" {
#endif

#define NLSQL_FAISS_API __attribute__((visibility("default")))

enum {
  NLSQL_FAISS_OK = 0,
  NLSQL_FAISS_FAILED = -1,       /* libfaiss threw */
  NLSQL_FAISS_BAD_ARGUMENT = -2, /* refused before libfaiss was called */
  NLSQL_FAISS_NO_MEMORY = -3
};

typedef struct nlsql_faiss_index nlsql_faiss_index;

/* Laid out without padding; the managed side checks the same offsets. */
typedef struct {
  int64_t count;
  int32_t dimension;
  int32_t is_trained;
} nlsql_faiss_info;

NLSQL_FAISS_API int32_t nlsql_faiss_abi(void);
NLSQL_FAISS_API const char* nlsql_faiss_library_version(void);
NLSQL_FAISS_API const char* nlsql_faiss_last_error(void);

/* kind: "Flat", "SQ8", "HNSW32,Flat" or "IVF<lists>,PQ<bytes>np"; anything else is refused, since some of libfaiss' factories
   end the process. Inner product. */
NLSQL_FAISS_API int32_t nlsql_faiss_create(int32_t dimension, const char* kind, nlsql_faiss_index** index);
NLSQL_FAISS_API int32_t nlsql_faiss_describe(const nlsql_faiss_index* index, nlsql_faiss_info* info);
NLSQL_FAISS_API int32_t nlsql_faiss_train(nlsql_faiss_index* index, int64_t count, const float* vectors, int32_t threads);
/* Rows get the numbers from the present count on. */
NLSQL_FAISS_API int32_t nlsql_faiss_add(nlsql_faiss_index* index, int64_t count, const float* vectors, int32_t threads);
/* One query on the calling thread: the k best, best first; rows is -1 and score the lowest float where there are fewer.
 * effort: efSearch of HNSW, lists visited of IVF, ignored by the others. */
NLSQL_FAISS_API int32_t nlsql_faiss_search(const nlsql_faiss_index* index, const float* query, int64_t k, int32_t effort, float* scores, int64_t* rows);
/* HNSW is written as its graph alone: the vectors are kept elsewhere and given back to nlsql_faiss_read. */
NLSQL_FAISS_API int32_t nlsql_faiss_write(nlsql_faiss_index* index, const char* path);
/* Reads what nlsql_faiss_write wrote for this kind, dimension and count; vectors (count x dimension) are needed for HNSW and ignored by the others. Check the
 * file's digest first: libfaiss trusts what it reads. */
NLSQL_FAISS_API int32_t nlsql_faiss_read(const char* path, int32_t dimension, const char* kind, int64_t count, const float* vectors, nlsql_faiss_index** index);
NLSQL_FAISS_API void nlsql_faiss_free(nlsql_faiss_index* index);

#ifdef __cplusplus
}
#endif

#endif
