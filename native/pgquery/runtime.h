// The little of wasm2c's run time that the module needs, written so that nothing in it can end the process or move a signal handler of .NET's.
#ifndef NLSQL_PGQUERY_RUNTIME_H
#define NLSQL_PGQUERY_RUNTIME_H

#include "wasm-rt.h"

// Linear memory never grows beyond this: 128 MiB are there from the start (32 of them are the module's own stack, and pages that
// were never touched cost nothing); the rest is room for large statements.
#define RUNTIME_MAX_PAGES 4096u /* of 64 KiB: 256 MiB */

// What ended an instance; those below 100 are wasm_rt_trap_t.
enum runtime_trap {
    TRAP_OUT_OF_MEMORY = 100,
    TRAP_BAD_TABLE_INDEX,
    TRAP_SIGNATURE_MISMATCH,
    TRAP_TOO_MANY_HANDLERS,
    TRAP_UNCAUGHT_LONGJMP,
    TRAP_ABORT,
    TRAP_BAD_ADDRESS,
};

// Ends the running instance: jumps to the host's outermost frame. Never returns.
__attribute__((noreturn)) void host_trap(int reason);

#endif
