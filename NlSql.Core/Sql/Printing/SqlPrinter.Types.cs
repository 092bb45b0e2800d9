using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Printing;

/// <summary>Type names. A keyword's type is <c>pg_catalog.int4</c> in the tree, a name's is the name, and each must come back as it was.</summary>
internal sealed partial class SqlPrinter
{
    private const long IntervalMonth = 1 << 1, IntervalYear = 1 << 2, IntervalDay = 1 << 3, IntervalHour = 1 << 10, IntervalMinute = 1 << 11,
    IntervalSecond = 1 << 12;
    private const long IntervalFullRange = 0x7FFF;

    private void Type(ParseNode type)
    {
        if (type.Number("typemod") != -1)
        {
            throw Unknown(type, "type modifier");
        }

        var modifiers = type.List("typmods");
        if (type.Names("names") is ["pg_catalog", var system])
        {
            SystemType(type, system, modifiers);
        }
        else
        {
            DottedName(type.List("names"));
            Modifiers(modifiers);
        }

        foreach (var bound in type.List("arrayBounds"))
        {
            var size = bound.Number("ival");
            if (size < 0)
            {
                writer.Write("[]");
            }
            else
            {
                writer.Write("[").Write(size).Write("]");
            }
        }
    }

    private void Modifiers(IReadOnlyList<ParseNode> modifiers)
    {
        if (modifiers.Count > 0)
        {
            Arguments("(", modifiers);
        }
    }

    private void SystemType(ParseNode type, string name, IReadOnlyList<ParseNode> modifiers)
    {
        switch (name)
        {
            case "interval":
                Interval(type, modifiers);
                return;
            case "timestamp" or "time":
                writer.Write(name);
                Modifiers(modifiers);
                return;
            case "timestamptz" or "timetz":
                writer.Write(name == "timetz" ? "time" : "timestamp");
                Modifiers(modifiers);
                writer.Write(" with time zone");
                return;
        }

        var keyword = name switch
        {
            "bool" => "boolean",
            "int2" => "smallint",
            "int4" => "integer",
            "int8" => "bigint",
            "float4" => "real",
            "float8" => "double precision",
            "numeric" => "numeric",
            "varchar" => "varchar",
            "bpchar" when modifiers.Count > 0 => "char",
            "bit" when modifiers.Count > 0 => "bit",
            "varbit" => "bit varying",
            "json" => "json",
            _ => null,
        };
        if (keyword is null)
        {
            writer.Write("pg_catalog.");
            Name(name);
        }
        else
        {
            writer.Write(keyword);
        }

        Modifiers(modifiers);
    }

    /// <summary>Its first modifier is a mask of the fields, its second the precision.</summary>
    private void Interval(ParseNode type, IReadOnlyList<ParseNode> modifiers)
    {
        writer.Write("interval");
        if (modifiers.Count == 0)
        {
            return;
        }

        var mask = modifiers[0].Node("ival")?.Number("ival") ?? throw Unknown(type, "interval fields");
        writer.Write(mask switch
        {
            IntervalFullRange => "",
            IntervalYear => " year",
            IntervalMonth => " month",
            IntervalDay => " day",
            IntervalHour => " hour",
            IntervalMinute => " minute",
            IntervalSecond => " second",
            IntervalYear | IntervalMonth => " year to month",
            IntervalDay | IntervalHour => " day to hour",
            IntervalDay | IntervalHour | IntervalMinute => " day to minute",
            IntervalDay | IntervalHour | IntervalMinute | IntervalSecond => " day to second",
            IntervalHour | IntervalMinute => " hour to minute",
            IntervalHour | IntervalMinute | IntervalSecond => " hour to second",
            IntervalMinute | IntervalSecond => " minute to second",
            _ => throw Unknown(type, "interval fields"),
        });
        if (modifiers.Count > 1)
        {
            Modifiers([modifiers[1]]);
        }
    }
}
