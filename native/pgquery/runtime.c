#include "runtime.h"
#include "wasm2c.h"

#include <stdarg.h>
#include <sys/mman.h>

#define PAGE ((size_t)65536)

WASM2C_DEPTH_STORAGE uint32_t wasm_rt_call_stack_depth;

bool wasm_rt_is_initialized(void) { return true; }

void wasm_rt_trap(wasm_rt_trap_t reason) {
    host_trap((int)reason);
}

#if WASM2C_RELEASE < 34

#define MAX_FUNC_TYPES 64
#define MAX_SIGNATURE 32

// Signatures are compared by their letters, so that the same signature always has the same index: that is what lets an indirect call
// be checked by comparing one number.
static struct {
    uint32_t params, results;
    wasm_rt_type_t types[MAX_SIGNATURE];
} signatures[MAX_FUNC_TYPES];
static uint32_t signature_count;

uint32_t wasm_rt_register_func_type(uint32_t params, uint32_t results, ...) {
    if (params + results > MAX_SIGNATURE) host_trap(TRAP_SIGNATURE_MISMATCH);
    wasm_rt_type_t types[MAX_SIGNATURE] = {0};
    va_list list;
    va_start(list, results);
    for (uint32_t i = 0; i < params + results; i++) types[i] = va_arg(list, wasm_rt_type_t);
    va_end(list);
    for (uint32_t i = 0; i < signature_count; i++) {
        if (signatures[i].params == params && signatures[i].results == results && memcmp(signatures[i].types, types, sizeof types) == 0) {
            return i + 1;
        }
    }
    if (signature_count == MAX_FUNC_TYPES) host_trap(TRAP_SIGNATURE_MISMATCH);
    signatures[signature_count].params = params;
    signatures[signature_count].results = results;
    memcpy(signatures[signature_count].types, types, sizeof types);
    return ++signature_count;
}

#endif

// The whole range is reserved at once, so that growing never moves the memory.
void wasm_rt_allocate_memory(wasm_rt_memory_t* memory, wasm2c_pages initial_pages, wasm2c_pages max_pages WASM2C_ALLOCATE_MORE) {
    if (initial_pages > RUNTIME_MAX_PAGES) host_trap(TRAP_OUT_OF_MEMORY);
    void* data = mmap(NULL, RUNTIME_MAX_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (data == MAP_FAILED) host_trap(TRAP_OUT_OF_MEMORY);
    memory->data = data;
#if WASM2C_RELEASE >= 34
    memory->is64 = is64;
#endif
#if WASM2C_RELEASE >= 37
    if (page_size != PAGE) host_trap(TRAP_OUT_OF_MEMORY);
    memory->page_size = page_size;
    memory->data_end = memory->data + RUNTIME_MAX_PAGES * PAGE;
#endif
    memory->pages = initial_pages;
    memory->max_pages = max_pages < RUNTIME_MAX_PAGES ? max_pages : RUNTIME_MAX_PAGES;
    memory->size = (uint32_t)(initial_pages * PAGE);
}

wasm2c_pages wasm_rt_grow_memory(wasm_rt_memory_t* memory, wasm2c_pages pages) {
    if (pages > memory->max_pages - memory->pages) return UINT32_MAX;
    wasm2c_pages before = memory->pages;
    memory->pages += pages;
    memory->size = (uint32_t)(memory->pages * PAGE);
    return before;
}

void wasm_rt_free_memory(wasm_rt_memory_t* memory) {
    if (memory->data) munmap(memory->data, RUNTIME_MAX_PAGES * PAGE);
    memory->data = NULL;
}

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t* table, uint32_t elements, uint32_t max_elements) {
    table->data = calloc(elements, sizeof *table->data);
    if (!table->data) host_trap(TRAP_OUT_OF_MEMORY);
    table->size = elements;
    table->max_size = max_elements;
}

void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t* table) {
    free(table->data);
    table->data = NULL;
}
