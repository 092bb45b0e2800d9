namespace NlSql.Core.Foundation.Failures;

/// <summary>How the programs of NlSql end, the same on the command line and in the web host; docs/operations.md lists the numbers.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>A fault of NlSql itself; the log has it.</summary>
    public const int Unexpected = 1;

    /// <summary>Arguments or settings.</summary>
    public const int Usage = 2;

    /// <summary>The guard refused the SQL, or it is none.</summary>
    public const int Refused = 3;

    /// <summary>The database cannot be used, or refused the statement.</summary>
    public const int Database = 4;

    /// <summary>The model cannot be used, or its answer cannot.</summary>
    public const int Model = 5;

    /// <summary>The question was declined, or asked back.</summary>
    public const int NotAnswerable = 6;

    /// <summary>Port in use, native library missing, folder not writable.</summary>
    public const int Machine = 7;

    /// <summary>As shells name a program that Ctrl+C ended.</summary>
    public const int Stopped = 130;

    /// <summary>The code of a failure; every type has one.</summary>
    public static int From(PipelineFailure failure) => failure.Type switch
    {
        FailureTypes.NotAnswerable or FailureTypes.ClarificationNeeded => NotAnswerable,
        FailureTypes.SqlRefused or FailureTypes.SqlSyntax => Refused,
        FailureTypes.Cancelled => Stopped,
        FailureTypes.SettingsInvalid => Usage,
        FailureTypes.Unexpected => Unexpected,
        _ => failure.Party switch
        {
            FailureParty.Guard => Refused,
            FailureParty.Database => Database,
            FailureParty.Model => Model,
            FailureParty.Infrastructure => Machine,
            _ => Usage,
        },
    };
}
