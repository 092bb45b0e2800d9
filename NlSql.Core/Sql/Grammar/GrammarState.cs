using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Sql.Grammar;

/// <summary>Whether PostgreSQL's grammar can be used here, for those who report on the installation.</summary>
public static class GrammarState
{
    /// <summary>Why it cannot be used and what to do; null when it can. Loads it.</summary>
    public static PipelineFailure? Problem
    {
        get
        {
            try
            {
                _ = PostgresGrammar.Origin;
                return null;
            }
            catch (PipelineFailureException e)
            {
                return e.Failure;
            }
        }
    }

    /// <summary>What runs and where it came from. Throws <see cref="PipelineFailureException"/> when there is a <see cref="Problem"/>.</summary>
    public static string Description => $"PostgreSQL 18's grammar under Wasmtime {GrammarModule.WasmtimeVersion}: {PostgresGrammar.Origin}";
}
