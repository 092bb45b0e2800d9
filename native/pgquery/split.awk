# Cuts the one C file that wasm2c writes into units that compile in parallel:
#   module.h   macros, inline functions and prototypes, included by every unit
#   module.c   tables, data segments, instantiation and exports
#   unit_N.c   the functions, at least LINES lines each
# wasm2c makes its functions static; here they become hidden symbols (-fvisibility=hidden) so that units can call each other.
# Usage: awk -v OUT=folder -v LINES=n -f split.awk module-as-written.c

function is_prototype(line) { return line ~ /^static (void|u32|u64|f32|f64) w2c_[A-Za-z0-9]+\(.*\);$/ }
function is_function(line) { return line ~ /^static (void|u32|u64|f32|f64) w2c_[A-Za-z0-9]+\(Z_pgq_instance_t\* instance[,)]/ }
function next_unit() { units++; file = OUT "/unit_" units ".c"; print "#include \"module.h\"" > file; written = 0 }

BEGIN { part = "header"; print "#include \"module.h\"" > (OUT "/module.c") }

is_prototype($0) { sub(/^static /, ""); print > (OUT "/module.h"); prototypes++; next }

part == "header" && /^static u32 func_types\[/ {
    print "extern " substr($0, 8) > (OUT "/module.h")
    sub(/^static /, "")
    part = "tables"
}

part == "tables" && is_function($0) { part = "functions"; next_unit() }

part == "functions" && /^\/\* export: / { part = "exports" }

part == "header" { print > (OUT "/module.h"); next }

part == "functions" {
    if (is_function($0)) {
        functions++
        sub(/^static /, "")
        if (written > LINES) next_unit()
    }
    print > file
    written++
    next
}

{ print > (OUT "/module.c") }

END {
    if (part != "exports" || functions == 0 || functions != prototypes) {
        print "split.awk: the C file is not laid out as wasm2c 1.0.32 writes it (" functions + 0 " functions, " prototypes + 0 " prototypes)" > "/dev/stderr"
        exit 1
    }
    print units > (OUT "/units")
}
