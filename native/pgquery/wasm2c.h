// What differs between the versions of wasm2c: names, signatures of functions, and the shape of its run time interface. build.sh
// defines WASM2C_RELEASE (32 for wabt 1.0.32), and compiles what wasm2c wrote with the same flags as host.c and runtime.c.
#ifndef NLSQL_PGQUERY_WASM2C_H
#define NLSQL_PGQUERY_WASM2C_H

#include "wasm-rt.h"

#if WASM2C_RELEASE < 34

#define WASM2C_EXPORT(name) Z_pgqZ_##name
#define WASM2C_IMPORT(name) Z_aZ_##name
#define wasm2c_module Z_pgq_instance_t
#define wasm2c_imports Z_a_instance_t
#define wasm2c_instantiate Z_pgq_instantiate
// A number given out by runtime.c, the same for the same signature.
typedef uint32_t wasm2c_signature;
#define wasm2c_signature_of wasm_rt_register_func_type
typedef uint32_t wasm2c_pages;
#define WASM2C_ALLOCATE_MORE
#define WASM2C_DEPTH_STORAGE

#else

#define WASM2C_EXPORT(name) w2c_pgq_##name
#define WASM2C_IMPORT(name) w2c_a_##name
#define wasm2c_module w2c_pgq
#define wasm2c_imports w2c_a
#define wasm2c_instantiate wasm2c_pgq_instantiate
// A digest inside the module, one address for each signature.
typedef wasm_rt_func_type_t wasm2c_signature;
#define wasm2c_signature_of wasm2c_pgq_get_func_type
typedef uint64_t wasm2c_pages;
#define WASM2C_DEPTH_STORAGE WASM_RT_THREAD_LOCAL
#if WASM2C_RELEASE < 37
#define WASM2C_ALLOCATE_MORE , bool is64
#else
#define WASM2C_ALLOCATE_MORE , bool is64, uint32_t page_size
#endif

#endif

#endif
