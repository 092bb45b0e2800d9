# Cuts the one C file that wasm2c writes into units that compile in parallel:
#   module.h   macros, inline functions and prototypes, included by every unit
#   module.c   tables, data segments, instantiation and exports
#   unit_N.c   the functions, at least LINES lines each
# wasm2c makes its functions static; here they become hidden symbols (-fvisibility=hidden) so that units can call each other.
# Up to wabt 1.0.33 the exports follow the functions and signatures are a table of numbers; later the functions come last and
# each signature is a constant of its own: FUNC_TYPE_T(name) = "digest";
# Usage: awk -v OUT=folder -v LINES=n -f split.awk module-as-written.c

# The name of the module's function that a line declares or begins; empty for all other lines.
function function_name(line) {
    if (line !~ /^(static )?(void|u32|u64|f32|f64) w2c_[A-Za-z0-9_]+\(/) return ""
    sub(/^(static )?[a-z0-9]+ /, "", line)
    sub(/\(.*/, "", line)
    return line
}
function next_unit() { units++; file = OUT "/unit_" units ".c"; print "#include \"module.h\"" > file; written = 0 }

BEGIN { part = "header"; print "#include \"module.h\"" > (OUT "/module.c") }

/^static .*\);$/ && function_name($0) != "" {
    declared[function_name($0)] = 1
    prototypes++
    sub(/^static /, "")
    print > (OUT "/module.h")
    next
}

part == "header" && /^static u32 func_types\[/ {
    print "extern " substr($0, 8) > (OUT "/module.h")
    sub(/^static /, "")
    part = "tables"
}

/^FUNC_TYPE_T\(/ {
    part = "tables"
    name = $0
    sub(/^FUNC_TYPE_T\(/, "", name)
    sub(/\).*/, "", name)
    print "FUNC_TYPE_DECL_EXTERN_T(" name ");" > (OUT "/module.h")
    sub(/^FUNC_TYPE_T/, "FUNC_TYPE_EXTERN_T")
}

part == "header" { print > (OUT "/module.h"); next }

part == "functions" && /^\/\* export: / { part = "exports" }

(part == "tables" || part == "functions") && (function_name($0) in declared) {
    if (part == "tables" || written > LINES) next_unit()
    part = "functions"
    functions++
    sub(/^static /, "")
}

part == "functions" { print > file; written++; next }

{ print > (OUT "/module.c") }

END {
    if (functions == 0 || functions != prototypes) {
        print "split.awk: the C file is not laid out as wasm2c writes it (" functions + 0 " functions, " prototypes + 0 " prototypes)" > "/dev/stderr"
        exit 1
    }
    print units > (OUT "/units")
}
