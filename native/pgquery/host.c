// Hosts libpg-query.wasm (npm libpg-query 18.1.5: PostgreSQL 18's own parser, compiled by emscripten) after wasm2c turned it into C.
//
// The module runs inside its own linear memory: whatever a statement does to the parser, it cannot write outside of it. A trap (out
// of bounds, stack depth, abort) ends the instance, never the process; the next call makes a new one. The names of imports and
// exports are one letter each because the package is minified: they belong to exactly this version, which is why it is pinned.
#include "host.h"
#include "runtime.h"
#include "wasm2c.h"
#include "pgq.h"

#include <pthread.h>
#include <setjmp.h>

#define PUBLIC __attribute__((visibility("default")))

// Names of the package's exports; the comment gives emscripten's name.
#define module_memory WASM2C_EXPORT(z)
#define module_table WASM2C_EXPORT(D)
#define module_start WASM2C_EXPORT(A)          /* __wasm_call_ctors */
#define module_malloc WASM2C_EXPORT(C)         /* malloc */
#define module_parse WASM2C_EXPORT(F)          /* wasm_parse_query_raw: PgQueryParseResult* */
#define module_free_parse WASM2C_EXPORT(G)     /* wasm_free_parse_result */
#define module_scan WASM2C_EXPORT(M)           /* wasm_scan: char* */
#define module_free_string WASM2C_EXPORT(N)    /* wasm_free_string */
#define module_free WASM2C_EXPORT(E)           /* free */
#define module_set_threw WASM2C_EXPORT(P)      /* setThrew */
#define module_restore_stack WASM2C_EXPORT(Q)  /* _emscripten_stack_restore */
#define module_current_stack WASM2C_EXPORT(R)  /* emscripten_stack_get_current */

// What the imports get as their first argument.
struct wasm2c_imports {
    wasm2c_module* module;
};

#define MAX_HANDLERS 256
// A fresh instance after so many calls, so that a leak inside the parser cannot add up.
#define CALLS_PER_INSTANCE 20000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static wasm2c_module instance;
static struct wasm2c_imports imports;
static int instance_ready;
static int instance_calls;

static jmp_buf outermost;
static int trap_reason;
static jmp_buf* handlers[MAX_HANDLERS]; // the module's own setjmp frames (PG_TRY), innermost last
static int handler_count;

void host_trap(int reason) {
    trap_reason = reason;
    longjmp(outermost, 1);
}

// ---- imports: emscripten's invoke_*, its way to call a function of the table under a setjmp ----

static wasm2c_signature signature_void_0, signature_void_1, signature_void_2, signature_void_3, signature_void_4, signature_void_5, signature_void_13;
static wasm2c_signature signature_i32_0, signature_i32_1, signature_i32_2, signature_i32_3, signature_i32_4, signature_i64_1;

static void register_signatures(void) {
#define I WASM_RT_I32
    signature_void_0 = wasm2c_signature_of(0, 0);
    signature_void_1 = wasm2c_signature_of(1, 0, I);
    signature_void_2 = wasm2c_signature_of(2, 0, I, I);
    signature_void_3 = wasm2c_signature_of(3, 0, I, I, I);
    signature_void_4 = wasm2c_signature_of(4, 0, I, I, I, I);
    signature_void_5 = wasm2c_signature_of(5, 0, I, I, I, I, I);
    signature_void_13 = wasm2c_signature_of(13, 0, I, I, I, I, I, I, I, I, I, I, I, I, I);
    signature_i32_0 = wasm2c_signature_of(0, 1, I);
    signature_i32_1 = wasm2c_signature_of(1, 1, I, I);
    signature_i32_2 = wasm2c_signature_of(2, 1, I, I, I);
    signature_i32_3 = wasm2c_signature_of(3, 1, I, I, I, I);
    signature_i32_4 = wasm2c_signature_of(4, 1, I, I, I, I, I);
    signature_i64_1 = wasm2c_signature_of(1, 1, I, WASM_RT_I64);
#undef I
}

static wasm_rt_funcref_t* table_entry(struct wasm2c_imports* host, u32 index, wasm2c_signature signature) {
    wasm_rt_funcref_table_t* table = module_table(host->module);
    if (index >= table->size || !table->data[index].func) host_trap(TRAP_BAD_TABLE_INDEX);
    if (table->data[index].func_type != signature) host_trap(TRAP_SIGNATURE_MISMATCH);
    return &table->data[index];
}

// Runs CALL under a handler; when the module throws, its stack and our depth count go back to where they were and it is told so.
#define INVOKE(SIGNATURE, CALL)                                        \
    jmp_buf handler;                                                   \
    u32 stack = module_current_stack(host->module);                    \
    uint32_t depth = wasm_rt_call_stack_depth;                         \
    int level = handler_count;                                         \
    if (level >= MAX_HANDLERS) host_trap(TRAP_TOO_MANY_HANDLERS);      \
    wasm_rt_funcref_t* entry = table_entry(host, index, SIGNATURE);    \
    handlers[handler_count++] = &handler;                              \
    if (!setjmp(handler)) {                                            \
        CALL;                                                          \
        handler_count = level;                                         \
    } else {                                                           \
        handler_count = level;                                         \
        wasm_rt_call_stack_depth = depth;                              \
        module_restore_stack(host->module, stack);                     \
        module_set_threw(host->module, 1, 0);                          \
    }

#define TARGET(RETURN, ...) ((RETURN(*)(void*, ##__VA_ARGS__))entry->func)
#define HOST struct wasm2c_imports* host, u32 index

void WASM2C_IMPORT(e)(HOST) { INVOKE(signature_void_0, TARGET(void)(entry->module_instance)) }
void WASM2C_IMPORT(f)(HOST, u32 a) { INVOKE(signature_void_1, TARGET(void, u32)(entry->module_instance, a)) }
void WASM2C_IMPORT(h)(HOST, u32 a, u32 b) { INVOKE(signature_void_2, TARGET(void, u32, u32)(entry->module_instance, a, b)) }
void WASM2C_IMPORT(j)(HOST, u32 a, u32 b, u32 c) { INVOKE(signature_void_3, TARGET(void, u32, u32, u32)(entry->module_instance, a, b, c)) }
void WASM2C_IMPORT(i)(HOST, u32 a, u32 b, u32 c, u32 d) { INVOKE(signature_void_4, TARGET(void, u32, u32, u32, u32)(entry->module_instance, a, b, c, d)) }
void WASM2C_IMPORT(y)(HOST, u32 a, u32 b, u32 c, u32 d, u32 e) { INVOKE(signature_void_5, TARGET(void, u32, u32, u32, u32, u32)(entry->module_instance, a, b, c, d, e)) }
void WASM2C_IMPORT(n)(HOST, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f, u32 g, u32 h, u32 i, u32 j, u32 k, u32 l, u32 m) {
    INVOKE(signature_void_13, TARGET(void, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32)(entry->module_instance, a, b, c, d, e, f, g, h, i, j, k, l, m))
}
u32 WASM2C_IMPORT(g)(HOST) { volatile u32 value = 0; INVOKE(signature_i32_0, value = TARGET(u32)(entry->module_instance)) return value; }
u32 WASM2C_IMPORT(b)(HOST, u32 a) { volatile u32 value = 0; INVOKE(signature_i32_1, value = TARGET(u32, u32)(entry->module_instance, a)) return value; }
u32 WASM2C_IMPORT(a)(HOST, u32 a, u32 b) { volatile u32 value = 0; INVOKE(signature_i32_2, value = TARGET(u32, u32, u32)(entry->module_instance, a, b)) return value; }
u32 WASM2C_IMPORT(d)(HOST, u32 a, u32 b, u32 c) { volatile u32 value = 0; INVOKE(signature_i32_3, value = TARGET(u32, u32, u32, u32)(entry->module_instance, a, b, c)) return value; }
u32 WASM2C_IMPORT(k)(HOST, u32 a, u32 b, u32 c, u32 d) { volatile u32 value = 0; INVOKE(signature_i32_4, value = TARGET(u32, u32, u32, u32, u32)(entry->module_instance, a, b, c, d)) return value; }
u64 WASM2C_IMPORT(l)(HOST, u32 a) { volatile u64 value = 0; INVOKE(signature_i64_1, value = TARGET(u64, u32)(entry->module_instance, a)) return value; }

// ---- imports: the rest of what emscripten expects of its host; there are no files, no clock and no exit here ----

void WASM2C_IMPORT(p)(struct wasm2c_imports* host) { // _emscripten_throw_longjmp
    (void)host;
    if (!handler_count) host_trap(TRAP_UNCAUGHT_LONGJMP);
    longjmp(*handlers[handler_count - 1], 1);
}

u32 WASM2C_IMPORT(q)(struct wasm2c_imports* host, u32 bytes) { // emscripten_resize_heap
    wasm_rt_memory_t* memory = module_memory(host->module);
    u32 pages = (u32)(((u64)bytes + 65535) / 65536);
    return pages <= memory->pages || wasm_rt_grow_memory(memory, pages - memory->pages) != UINT32_MAX;
}

u32 WASM2C_IMPORT(t)(struct wasm2c_imports* host, u32 fd, u32 vectors, u32 count, u32 written) { // fd_write: swallowed, with honest lengths
    (void)fd;
    wasm_rt_memory_t* memory = module_memory(host->module);
    if ((u64)vectors + 8 * (u64)count > memory->size || (u64)written + 4 > memory->size) host_trap(TRAP_BAD_ADDRESS);
    u32 total = 0;
    for (u32 i = 0; i < count; i++) {
        u32 length;
        memcpy(&length, memory->data + vectors + 8 * (size_t)i + 4, sizeof length);
        total += length;
    }
    memcpy(memory->data + written, &total, sizeof total);
    return 0;
}

void WASM2C_IMPORT(c)(struct wasm2c_imports* host, u32 a, u32 b, u32 c, u32 d) { (void)host; (void)a; (void)b; (void)c; (void)d; host_trap(TRAP_ABORT); } // __assert_fail
void WASM2C_IMPORT(x)(struct wasm2c_imports* host) { (void)host; host_trap(TRAP_ABORT); }                // _abort_js
void WASM2C_IMPORT(m)(struct wasm2c_imports* host, u32 code) { (void)host; (void)code; host_trap(TRAP_ABORT); } // exit
void WASM2C_IMPORT(v)(struct wasm2c_imports* host, u32 code) { (void)host; (void)code; host_trap(TRAP_ABORT); } // proc_exit
void WASM2C_IMPORT(w)(struct wasm2c_imports* host) { (void)host; }                                        // _emscripten_runtime_keepalive_clear
u32 WASM2C_IMPORT(o)(struct wasm2c_imports* host, u32 which, f64 ms) { (void)host; (void)which; (void)ms; return 0; } // _setitimer_js
u32 WASM2C_IMPORT(u)(struct wasm2c_imports* host, u32 fd) { (void)host; (void)fd; return 0; }             // fd_close
u32 WASM2C_IMPORT(r)(struct wasm2c_imports* host, u32 fd, u32 a, u32 b, u32 c) { (void)host; (void)fd; (void)a; (void)b; (void)c; return 8; } // fd_read: EBADF
u32 WASM2C_IMPORT(s)(struct wasm2c_imports* host, u32 fd, u64 a, u32 b, u32 c) { (void)host; (void)fd; (void)a; (void)b; (void)c; return 8; } // fd_seek: EBADF

// ---- reading results out of the module's memory: no address of its is believed ----

static u32 load(u32 address) {
    wasm_rt_memory_t* memory = module_memory(&instance);
    if (!address || (u64)address + 4 > memory->size) host_trap(TRAP_BAD_ADDRESS);
    u32 value;
    memcpy(&value, memory->data + address, sizeof value);
    return value;
}

static void copy_out(u32 address, nlsql_pgquery_reply* reply) {
    wasm_rt_memory_t* memory = module_memory(&instance);
    if (!address || address >= memory->size) host_trap(TRAP_BAD_ADDRESS);
    const char* text = (const char*)memory->data + address;
    size_t length = strnlen(text, memory->size - address);
    if (length == memory->size - address || length > INT32_MAX - 1) host_trap(TRAP_BAD_ADDRESS);
    reply->text = malloc(length + 1);
    if (!reply->text) host_trap(TRAP_OUT_OF_MEMORY);
    memcpy(reply->text, text, length);
    reply->text[length] = 0;
    reply->length = (int32_t)length;
}

// PgQueryParseResult { char* parse_tree; char* stderr_buffer; PgQueryError* error; }
// PgQueryError { char* message; char* funcname; char* filename; int lineno; int cursorpos; char* context; }
static void parse(u32 sql, nlsql_pgquery_reply* reply) {
    u32 result = module_parse(&instance, sql);
    u32 error = load(result + 8);
    if (error) {
        copy_out(load(error), reply);
        reply->position = (int32_t)load(error + 16);
        reply->status = NLSQL_PGQUERY_SYNTAX_ERROR;
    } else {
        copy_out(load(result), reply);
        reply->status = NLSQL_PGQUERY_OK;
    }
    module_free_parse(&instance, result);
}

// Success is a JSON object; anything else is the scanner's message, without a position.
static void scan(u32 sql, nlsql_pgquery_reply* reply) {
    u32 result = module_scan(&instance, sql);
    copy_out(result, reply);
    reply->status = reply->text[0] == '{' ? NLSQL_PGQUERY_OK : NLSQL_PGQUERY_SYNTAX_ERROR;
    module_free_string(&instance, result);
}

static void drop_instance(void) {
    if (instance.w2c_z.data) wasm_rt_free_memory(&instance.w2c_z);
    if (instance.w2c_D.data) wasm_rt_free_funcref_table(&instance.w2c_D);
    memset(&instance, 0, sizeof instance);
    instance_ready = 0;
    instance_calls = 0;
}

static void make_instance(void) {
    static int module_ready;
    if (!module_ready) {
#if WASM2C_RELEASE < 34
        Z_pgq_init_module();
#endif
        register_signatures();
        module_ready = 1;
    }
    imports.module = &instance;
    wasm2c_instantiate(&instance, &imports);
    module_start(&instance);
    instance_ready = 1;
}

PUBLIC int32_t nlsql_pgquery_abi(void) { return NLSQL_PGQUERY_ABI; }

PUBLIC void nlsql_pgquery_release(char* text) { free(text); }

PUBLIC void nlsql_pgquery_run(int32_t operation, const uint8_t* sql, int32_t length, nlsql_pgquery_reply* reply) {
    memset(reply, 0, sizeof *reply);
    if (length < 0 || (u32)length > NLSQL_PGQUERY_MAX_BYTES) {
        reply->status = NLSQL_PGQUERY_TOO_LONG;
        return;
    }
    if ((operation != NLSQL_PGQUERY_PARSE && operation != NLSQL_PGQUERY_SCAN) || (length && memchr(sql, 0, (size_t)length))) {
        reply->status = NLSQL_PGQUERY_BAD_CALL;
        return;
    }
    pthread_mutex_lock(&lock);
    handler_count = 0;
    wasm_rt_call_stack_depth = 0;
    if (setjmp(outermost)) {
        free(reply->text);
        memset(reply, 0, sizeof *reply);
        reply->status = NLSQL_PGQUERY_TRAPPED;
        reply->position = trap_reason;
        drop_instance();
    } else {
        if (instance_calls++ >= CALLS_PER_INSTANCE) drop_instance();
        if (!instance_ready) make_instance();
        u32 address = module_malloc(&instance, (u32)length + 1);
        wasm_rt_memory_t* memory = module_memory(&instance);
        if (!address || (u64)address + (u32)length + 1 > memory->size) host_trap(TRAP_OUT_OF_MEMORY);
        if (length) memcpy(memory->data + address, sql, (size_t)length);
        memory->data[address + (u32)length] = 0;
        if (operation == NLSQL_PGQUERY_PARSE) parse(address, reply); else scan(address, reply);
        module_free(&instance, address);
    }
    pthread_mutex_unlock(&lock);
}
