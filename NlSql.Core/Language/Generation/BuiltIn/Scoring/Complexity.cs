namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>
/// How much surer a reading has to be where there is more that may have been got wrong: public questions about many tables were wrong as often as right just
/// above the bar for all; short ones about one or two tables, of ours and public ones, were right nine times out of ten just below it.
/// </summary>
internal static class Complexity
{
    private const int UsualTables = 4;
    private const double PerTable = 0.015;

    /// <summary>Where nothing at all was guessed, the number of tables says nothing.</summary>
    private const double Most = 0.02;
    private const int FewTables = 2;

    /// <summary>Words of content.</summary>
    private const int FewWords = 5;
    private const double Short = 0.016;

    /// <summary>What is added to the bar; negative for what can hardly be misread.</summary>
    public static double Of(Composition composition)
    {
        var tables = PlanTables.Of(composition.Compiled.Plan).Distinct().Count();
        return tables > UsualTables ? Math.Min(Most, PerTable * (tables - UsualTables))
            : tables <= FewTables && composition.Read.Covered.Count <= FewWords ? -Short
            : 0;
    }
}
