using System.Buffers;
using System.Globalization;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>How large the value of a call or an operator can be that has constant arguments only.</summary>
internal static class Growth
{
    private static readonly SearchValues<char> SignsOfNumbers = SearchValues.Create("0123456789.eE+-_xXabcdfABCDF");

    /// <summary>Digits after the point that PostgreSQL gives a quotient, a root or a power at most.</summary>
    private const double Scale = 1000;

    /// <summary>Digits after the point that a number can be rounded to.</summary>
    private const double MostDigitsAfterThePoint = 16_384;

    /// <summary>Digits that PostgreSQL's numbers have at most.</summary>
    private const double LargestExponent = 150_000;

    /// <summary>Levels of JSON that PostgreSQL's stack takes.</summary>
    private const double DeepestJson = 10_000;

    /// <summary>Values that filters of a JSON path look at, about 75 bytes each, which are kept until its end.</summary>
    private const double MostFiltered = 1_500_000;

    /// <summary>The least of a value and a condition together, each as a text: <c>1,</c> and <c>@&lt;1||</c>.</summary>
    private const double SignsOfAFilter = 10;

    /// <summary>What a harmless function adds: names of fields, signs, quotes.</summary>
    private const double Little = 32;

    /// <param name="name">Without its schema.</param>
    /// <param name="left">Nothing for a sign.</param>
    /// <param name="right">The right side.</param>
    /// <param name="divisor">The right side when it is a whole number as it stands, else 0.</param>
    public static Extent Operator(string name, Extent left, Extent right, double divisor)
    {
        var both = left + right;
        if (!both.IsConstant)
        {
            return both;
        }

        return name switch
        {
            "=" or "<>" or "<" or ">" or "<=" or ">=" or "~~" or "!~~" or "~~*" or "!~~*" or "~" or "!~" or "~*" or "!~*" =>
                both with { Size = 1, Magnitude = 1 },
            "@>" or "<@" or "&&" or "@?" or "@@" => both with { Size = 1, Magnitude = 1, Work = both.Work + Each(left, right) },
            "||" => both with { Size = both.Size + 1, Magnitude = Math.Pow(10, both.Size) },
            "+" or "-" => both with { Size = Math.Max(left.Size, right.Size) + 1 },
            "*" => Multiplied(both, left, right) with { Magnitude = left.Magnitude * right.Magnitude },
            "/" => Multiplied(both, left, right) with { Magnitude = divisor >= 1 ? left.Magnitude / divisor : double.PositiveInfinity },
            "%" => Multiplied(both, left, right) with { Magnitude = right.Magnitude },
            "^" => Power(both, left, right),
            _ => both with { Size = both.Size + 1, Magnitude = Math.Pow(10, both.Size), Work = both.Work + Each(left, right) },
        };
    }

    /// <summary>Steps to look at each part of one value for each part of the other: PostgreSQL looks at no timeout in between.</summary>
    public static double Each(Extent left, Extent right) => left.IsConstant && right.IsConstant ? left.Size * right.Size : 0;

    /// <param name="name">Of pg_catalog, without its schema.</param>
    /// <param name="all">All arguments together.</param>
    /// <param name="arguments">Each argument.</param>
    public static Extent Call(string name, Extent all, IReadOnlyList<Extent> arguments)
    {
        if (!all.IsConstant || arguments.Count == 0)
        {
            return !all.IsConstant ? all : name is "random" or "pi" ? all.Of(20, 4) : all.Of(Little);
        }

        var first = arguments[0];
        var rest = all.Size - first.Size;
        all = all with { Work = all.Work + (IsLinear(name) ? 0 : first.Size * rest) };
        var (second, third) = (arguments.Count > 1 ? arguments[1] : Extent.None, arguments.Count > 2 ? arguments[2] : Extent.None);
        return name switch
        {
            "repeat" => all.Of(first.Size * Math.Max(1, second.Magnitude)),
            "lpad" or "rpad" => all.Of(Math.Max(first.Size, second.Magnitude)),
            "array_fill" => all.Of(first.Size * Math.Max(1, second.Magnitude)),
            "replace" or "regexp_replace" => all.Of(first.Size * Math.Max(1, third.Size) + third.Size),
            "format" => all.Of((first.Size / 2 * arguments.Skip(1).Select(argument => argument.Size).DefaultIfEmpty(0).Max()) + first.Size),
            "convert" or "convert_from" or "convert_to" => all.Of((first.Size * 4) + Little),
            "polygon" when arguments.Count > 1 => all.Of(first.Magnitude * Little),
            "ts_headline" => all.Of((rest / 2 * arguments[^1].Size) + (all.Size * 6) + Little),
            "jsonb_pretty" => all.Of(all.Size * Math.Min((all.Size / 2) + 1, DeepestJson) * 4),
            "string_to_array" or "json_build_array" or "json_build_object" or "jsonb_build_array" or "jsonb_build_object" or "json_object" or "jsonb_object"
                or "array_to_json" or "row_to_json" or "array_append" or "array_prepend" or "array_to_tsvector" or "regexp_split_to_array" or "regexp_match" =>
                    all.Of((all.Size * 2) + Little),
            "concat_ws" => all.Of(all.Size + (first.Size * arguments.Count)),
            "array_to_string" => all.Of(first.Size * (1 + second.Size + third.Size)),
            "normalize" => all.Of((first.Size * 18) + Little) with { Work = all.Work + (first.Size * first.Size / 4) },
            "is_normalized" => all.Of(1) with { Work = all.Work + (first.Size * first.Size / 4) },
            "encode" or "quote_literal" or "quote_ident" or "quote_nullable" or "to_tsvector" or "to_json" or "to_jsonb" => all.Of((all.Size * 8) + Little),
            "power" or "pow" => Power(all, first, second),
            "exp" => all.Of((first.Magnitude * 0.4343) + Scale),
            "factorial" => all.Of(first.Magnitude * Math.Max(1, Math.Log10(Math.Max(1, first.Magnitude)))) with
            {
                Work = all.Work + (first.Magnitude * first.Magnitude),
            },
            "ln" or "log" or "log10" => Multiplied(all, first, first) with { Magnitude = 1 + Math.Log(Math.Max(first.Magnitude, Math.E)) },
            "lcm" => Multiplied(all, first, second) with { Magnitude = first.Magnitude * second.Magnitude },
            "gcd" or "div" or "mod" or "sqrt" => Multiplied(all, first, first) with { Magnitude = Math.Max(1, first.Magnitude) },
            "round" or "trunc" => all with { Size = first.Size + 1 + Math.Min(second.Magnitude, MostDigitsAfterThePoint), Magnitude = first.Magnitude + 1 },
            "abs" or "floor" or "ceil" or "ceiling" or "numeric" or "int4" or "int8" or "int2" or "float8" =>
                all with { Size = first.Size + 1, Magnitude = first.Magnitude + 1 },
            "sin" or "cos" or "sign" => all.Of(20, 1),
            "extract" or "date_part" => all.Of(20, 1e10),
            "length" or "char_length" or "octet_length" or "strpos" or "position" or "ascii" or "cardinality" or "array_length" =>
                all with { Size = 10, Magnitude = Math.Max(1, all.Size) },
            _ => all.Of(all.Size + Little),
        };
    }

    /// <summary>Functions that put their arguments beside each other.</summary>
    private static bool IsLinear(string name) =>
        name is "concat" or "concat_ws" or "format" or "array_cat" or "array_append" or "array_prepend" || name.Contains("_build_", StringComparison.Ordinal);

    /// <summary>
    /// A JSON path: what it computes, number with number, and what <c>**</c> finds, each value at each place above it.
    /// </summary>
    /// <param name="value">That is looked into.</param>
    /// <param name="path">With whatever else is given.</param>
    /// <param name="stars">How often <c>**</c> stands in the path.</param>
    /// <param name="roots">How often <c>$</c> stands in a path with a filter, which finds all of the value for each part of it.</param>
    public static Extent Path(Extent value, Extent path, int stars, int roots)
    {
        var all = value + path;
        if (!all.IsConstant)
        {
            return all;
        }

        var found = all.Size * Math.Pow(Math.Min((all.Size / 2) + 1, DeepestJson), stars) * (1 + (Math.Max(0, roots - 1) * all.Size / 2));
        var size = Each(value, path) / SignsOfAFilter > MostFiltered ? double.PositiveInfinity : found + Little;
        return all.Of(size) with { Work = all.Work + (all.Size * all.Size / 16) + found };
    }

    /// <summary>
    /// A function of an extension or of the site: <c>show_trgm</c> gives up to ten characters for one, and comparing texts takes steps for each pair of
    /// their characters.
    /// </summary>
    public static Extent Foreign(Extent all) =>
        all.IsConstant ? all.Of((all.Size * 12) + Little) with { Work = all.Work + (all.Size * all.Size) } : all;

    /// <summary>Numbers are multiplied four digits at a time, each with each.</summary>
    private static Extent Multiplied(Extent all, Extent left, Extent right) =>
        all with { Size = left.Size + right.Size + 20, Work = all.Work + (Math.Min(left.Size, 200_000) * Math.Min(right.Size, 200_000) / 16) };

    private static Extent Power(Extent all, Extent value, Extent exponent)
    {
        var digits = Math.Log10(Math.Max(value.Magnitude, 1)) * exponent.Magnitude;
        var size = double.IsNaN(digits) ? Little : digits > 12 ? digits + Little : 20;
        return all with { Size = size, Magnitude = Math.Pow(value.Magnitude, exponent.Magnitude), Work = all.Work + (size * size / 16) };
    }

    /// <summary>What a literal is: a text as long as it is, a number with the digits that <c>1e60000</c> stands for.</summary>
    public static Extent Literal(ParseNode constant)
    {
        if (constant.Node("ival") is { } integer)
        {
            return Extent.Number(integer.Number("ival"), 10);
        }

        if (constant.Node("fval")?.Text("fval") is { } number)
        {
            return Written(number);
        }

        return constant.Node("sval")?.Text("sval") is { } text
            ? (text.Length < 200_000 && IsNumber(text) ? Written(text.Trim()) : Extent.Constant(text.Length + Exponents(text)))
            : Extent.Constant(constant.Node("bsval")?.Text("bsval").Length ?? 1);
    }

    /// <summary>
    /// A cast's own length: <c>'x'::char(10000000)</c> is filled up to it, and so is each element of <c>'{x,x}'::char(1000)[]</c>.
    /// </summary>
    /// <param name="type">That is cast to.</param>
    /// <param name="size">Of the value.</param>
    public static double Length(ParseNode type, double size)
    {
        var name = type.Names("names")[^1];
        var length = name.TrimStart('_') is "bpchar" or "bit" or "char" or "numeric"
            ? type.List("typmods").Select(modifier => (double)(modifier.Node("ival")?.Number("ival") ?? 0)).DefaultIfEmpty(0).Max()
            : 0;
        return type.Has("arrayBounds") || name[0] == '_' ? length * ((size / 2) + 1) : length;
    }

    /// <summary>Digits that numbers within a text stand for, <c>[1e131000, 1e131000]</c>, when something reads them.</summary>
    private static double Exponents(string text)
    {
        var sum = 0.0;
        for (var at = text.AsSpan(1 <= text.Length ? 1 : 0).IndexOfAny('e', 'E') is >= 0 and var first ? first + 1 : text.Length; at < text.Length; at++)
        {
            if (text[at] is not ('e' or 'E') || !(char.IsAsciiDigit(text[at - 1]) || text[at - 1] == '.'))
            {
                continue;
            }

            var before = at - 1;
            while (before >= 0 && (char.IsAsciiDigit(text[before]) || text[before] is '.' or '_'))
            {
                before--;
            }

            var digits = at + 1;
            digits += digits < text.Length && text[digits] is '+' or '-' ? 1 : 0;
            var end = digits;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            // A hexadecimal text holds such places, too, but letters stand before them.
            if (end > digits && (before < 0 || !char.IsAsciiLetter(text[before])))
            {
                var exponent = text[digits..end].Replace("_", "", StringComparison.Ordinal);
                sum += exponent.Length is > 6 or 0 ? LargestExponent : Math.Min(LargestExponent, int.Parse(exponent, CultureInfo.InvariantCulture));
            }

            at = end - 1;
        }

        return sum;
    }

    private static Extent Written(string number)
    {
        var text = number.Replace("_", "", StringComparison.Ordinal);
        var at = text.IndexOfAny(['e', 'E']);
        var exponent = at > 0 && !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(text.AsSpan(at + 1), CultureInfo.InvariantCulture, out var written)
                ? Math.Abs(written)
                : 0;
        var value = double.TryParse(text, CultureInfo.InvariantCulture, out var known) ? known : double.PositiveInfinity;
        return Extent.Number(value, (at > 0 ? at : text.Length) + exponent);
    }

    private static bool IsNumber(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.Length > 0
            && trimmed.IndexOfAnyInRange('0', '9') >= 0
            && !trimmed.ContainsAnyExcept(SignsOfNumbers)
            && (char.IsAsciiDigit(trimmed[0]) || trimmed[0] is '+' or '-' or '.');
    }
}
