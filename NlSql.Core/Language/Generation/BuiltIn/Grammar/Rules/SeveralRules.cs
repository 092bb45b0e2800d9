using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Several figures of one thing, and one figure by another.</summary>
internal static class SeveralRules
{
    private const string Functions = "avg|sum|max|min|median";

    public static IEnumerable<Rule> All { get; } =
    [
        new("Functions", $"{Functions} and|comma {Functions}", a => Several(a[0], a[2])),
        new("Functions", $"{Functions} comma [and] Functions", a => Several(a[0], a[3])),
        new("Functions", $"{Functions} comma and {Functions}", a => Several(a[0], a[3])),
        new("List", "Functions [of] Attr", a => Each(a[0], Made.Measures(a[2])), 0.25, "average and maximum price of products"),
        new("List", "Functions [of] count Attr", a => Each(a[0], Made.Measures(a[3])), 0.25),
        new("List", "Functions [of] Measure", a => Each(a[0], FigureRules.Measured(a[2])), 0.2),
    ];

    private static FunctionsPart? Several(Part? first, Part? rest)
    {
        IReadOnlyList<string> later = rest is FunctionsPart several ? several.Classes : [Made.Class(rest)];
        return later.Contains(Made.Class(first)) ? null : new FunctionsPart([Made.Class(first), .. later]);
    }

    private static ListPart? Each(Part? functions, OperandPart? of) => of is null ? null : new ListPart(
        [.. ((FunctionsPart)functions!).Classes.Select(c => new AggregatePart(Made.FunctionOf(new CueWord(c)), of) { At = functions.At.Through(of.At) })]);
}
