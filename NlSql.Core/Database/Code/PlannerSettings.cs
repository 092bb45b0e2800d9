namespace NlSql.Core.Database.Code;

/// <summary>
/// Questions to the catalogs look dear to the planner, which cannot know how little they find: from a cost of 100,000 on a server with LLVM would compile each
/// of them to machine code, a third of a second for what takes two milliseconds. Statements of people keep what their session says.
/// </summary>
internal static class PlannerSettings
{
    /// <summary>Columns of a SELECT: for what is planned behind it in this transaction nothing is compiled.</summary>
    public const string Take = """
        pg_catalog.set_config('nlsql.jit', pg_catalog.current_setting('jit'), true), pg_catalog.set_config('jit', 'off', true)
        """;

    /// <summary>A column of a SELECT: for what is planned behind it, it is as it was before <see cref="Take"/>.</summary>
    public const string GiveBack = "pg_catalog.set_config('jit', pg_catalog.current_setting('nlsql.jit'), true)";
}
