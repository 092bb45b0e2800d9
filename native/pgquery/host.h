// The C interface of libnlsql_pgquery: PostgreSQL 18's grammar as a function from text to text. Safe to call from any thread (one
// lock inside). Nothing in it keeps what it was given.
#ifndef NLSQL_PGQUERY_HOST_H
#define NLSQL_PGQUERY_HOST_H

#include <stdint.h>

// Counted up whenever anything below changes; the binding refuses another number.
#define NLSQL_PGQUERY_ABI 1

// Statements longer than this (UTF-8 bytes) are not looked at.
#define NLSQL_PGQUERY_MAX_BYTES (1u << 20)

enum nlsql_pgquery_operation {
    NLSQL_PGQUERY_PARSE = 0, // text: the parse tree as JSON
    NLSQL_PGQUERY_SCAN = 1,  // text: the tokens as JSON
};

enum nlsql_pgquery_status {
    NLSQL_PGQUERY_OK = 0,
    NLSQL_PGQUERY_SYNTAX_ERROR = 1, // text: PostgreSQL's message; position: where, 1-based in characters, 0 when it says nothing
    NLSQL_PGQUERY_TRAPPED = 2,      // no text; position: the reason (runtime.h); too deep or too large, nothing was kept
    NLSQL_PGQUERY_TOO_LONG = 3,     // no text
    NLSQL_PGQUERY_BAD_CALL = 4,     // no text; an unknown operation, or a NUL byte in the statement
};

typedef struct {
    int32_t status;
    int32_t position;
    int32_t length; // of text, in UTF-8 bytes
    int32_t reserved;
    char* text; // owned by the library: give it to nlsql_pgquery_release; NULL when there is none
} nlsql_pgquery_reply;

int32_t nlsql_pgquery_abi(void);
void nlsql_pgquery_run(int32_t operation, const uint8_t* sql, int32_t length, nlsql_pgquery_reply* reply);
void nlsql_pgquery_release(char* text);

#endif
