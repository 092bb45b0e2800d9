namespace NlSql.Core.Foundation.Failures;

/// <summary>The stable <see cref="PipelineFailure.Type"/> slugs; also the last part of the API's problem types.</summary>
public static class FailureTypes
{
    /// <summary>There is no question.</summary>
    public const string QuestionEmpty = "question-empty";

    /// <summary>The question or its instructions are longer than they may be.</summary>
    public const string QuestionTooLong = "question-too-long";

    /// <summary>Nobody wrote SQL for it: the advice says which words were not understood or what the database lacks.</summary>
    public const string NotAnswerable = "not-answerable";

    /// <summary>A word has two meanings here; the message asks which, the advice names them.</summary>
    public const string ClarificationNeeded = "clarification-needed";

    /// <summary>The guard does not let the statement run; the rule is named.</summary>
    public const string SqlRefused = "sql-refused";

    /// <summary>The guard had no room to judge the statement in time.</summary>
    public const string SqlGuardBusy = "sql-guard-busy";

    /// <summary>PostgreSQL's grammar does not read the text.</summary>
    public const string SqlSyntax = "sql-syntax";

    /// <summary>Nothing answers at the address of the model.</summary>
    public const string ModelUnreachable = "model-unreachable";

    /// <summary>The model's server does not take the key.</summary>
    public const string ModelUnauthorized = "model-unauthorized";

    /// <summary>The model's server wants fewer requests.</summary>
    public const string ModelRateLimited = "model-rate-limited";

    /// <summary>The model did not answer in its time.</summary>
    public const string ModelTimeout = "model-timeout";

    /// <summary>The model answered, but with nothing that is SQL.</summary>
    public const string ModelAnswerUnusable = "model-answer-unusable";

    /// <summary>Nothing answers at the address of the database, or the connection broke.</summary>
    public const string DatabaseUnreachable = "database-unreachable";

    /// <summary>The database does not take the user or the password.</summary>
    public const string DatabaseUnauthorized = "database-unauthorized";

    /// <summary>The server has no database of that name.</summary>
    public const string DatabaseUnknown = "database-unknown";

    /// <summary>PostgreSQL refused the statement; its own words are the message.</summary>
    public const string DatabaseError = "database-error";

    /// <summary>The analyst's role is not there, or may not be taken (RUN_AS).</summary>
    public const string DatabaseRoleRefused = "database-role-refused";

    /// <summary>The user may read no table, or every table is excluded.</summary>
    public const string DatabaseNothingReadable = "database-nothing-readable";

    /// <summary>The database was altered between the verdict and the run; the same text is judged anew when it is sent again.</summary>
    public const string SchemaChanged = "schema-changed";

    /// <summary>The statement ran longer than it may.</summary>
    public const string StatementTimeout = "statement-timeout";

    /// <summary>Somebody else stopped the statement at the server.</summary>
    public const string StatementCancelled = "statement-cancelled";

    /// <summary>The planner expects more cost than is allowed.</summary>
    public const string PlanTooExpensive = "plan-too-expensive";

    /// <summary>The caller stopped it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The rows are no longer kept; the statement can be run again.</summary>
    public const string ResultExpired = "result-expired";

    /// <summary>A library of the operating system is missing.</summary>
    public const string NativeLibraryMissing = "native-library-missing";

    /// <summary>DATA_PATH cannot be used: the message says why.</summary>
    public const string DataPathNotWritable = "data-path-not-writable";

    /// <summary>The state file is damaged or of a later version; questions go on, conversations are not kept.</summary>
    public const string StateUnusable = "state-unusable";

    /// <summary>There is no room for the rows or the state.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>Settings are wrong; each is named.</summary>
    public const string SettingsInvalid = "settings-invalid";

    /// <summary>The schema is still being read.</summary>
    public const string NotReady = "not-ready";

    /// <summary>There is no such thing, or it is not yours.</summary>
    public const string NotFound = "not-found";

    /// <summary>An id has not the form of one.</summary>
    public const string IdMalformed = "id-malformed";

    /// <summary>A request has a field that there is none of.</summary>
    public const string FieldUnknown = "field-unknown";

    /// <summary>The turn is not of the conversation that was named with it.</summary>
    public const string IdsDisagree = "ids-disagree";

    /// <summary>The conversation or result was asked of another database than the one that is connected.</summary>
    public const string OtherDatabase = "other-database";

    /// <summary>The turn is being drafted or run at the moment.</summary>
    public const string TurnBusy = "turn-busy";

    /// <summary>The file is no replay pack, or one that this NlSql cannot play.</summary>
    public const string ReplayUnusable = "replay-unusable";

    /// <summary>The file that was named for the output cannot be written.</summary>
    public const string FileNotWritable = "file-not-writable";

    /// <summary>There is no statement.</summary>
    public const string SqlEmpty = "sql-empty";

    /// <summary>NlSql is being stopped.</summary>
    public const string Stopping = "stopping";

    /// <summary>Too many wait for the database already, or this one waited too long.</summary>
    public const string Busy = "busy";

    /// <summary>NlSql's own fault; the log has it under the id that the message names.</summary>
    public const string Unexpected = "unexpected";
}
