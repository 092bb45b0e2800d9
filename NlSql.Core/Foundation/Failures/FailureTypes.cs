namespace NlSql.Core.Foundation.Failures;

/// <summary>The stable <see cref="PipelineFailure.Type"/> slugs; also the last part of the API's problem types.</summary>
public static class FailureTypes
{
    public const string QuestionEmpty = "question-empty";
    public const string QuestionTooLong = "question-too-long";
    public const string NotAnswerable = "not-answerable";
    public const string ClarificationNeeded = "clarification-needed";
    public const string SqlRefused = "sql-refused";
    public const string SqlGuardBusy = "sql-guard-busy";
    public const string SqlSyntax = "sql-syntax";
    public const string ModelUnreachable = "model-unreachable";
    public const string ModelUnauthorized = "model-unauthorized";
    public const string ModelRateLimited = "model-rate-limited";
    public const string ModelTimeout = "model-timeout";
    public const string ModelAnswerUnusable = "model-answer-unusable";
    public const string DatabaseUnreachable = "database-unreachable";
    public const string DatabaseUnauthorized = "database-unauthorized";
    public const string DatabaseUnknown = "database-unknown";
    public const string DatabaseError = "database-error";
    public const string DatabaseRoleRefused = "database-role-refused";
    public const string DatabaseNothingReadable = "database-nothing-readable";
    public const string SchemaChanged = "schema-changed";
    public const string StatementTimeout = "statement-timeout";
    public const string StatementCancelled = "statement-cancelled";
    public const string PlanTooExpensive = "plan-too-expensive";
    public const string Cancelled = "cancelled";
    public const string ResultExpired = "result-expired";
    public const string NativeLibraryMissing = "native-library-missing";
    public const string DataPathNotWritable = "data-path-not-writable";
    public const string StateUnusable = "state-unusable";
    public const string DiskFull = "disk-full";
    public const string SettingsInvalid = "settings-invalid";
    public const string NotReady = "not-ready";
    public const string NotFound = "not-found";
    public const string IdMalformed = "id-malformed";
    public const string IdsDisagree = "ids-disagree";
    public const string TurnBusy = "turn-busy";
    public const string FileNotWritable = "file-not-writable";
    public const string SqlEmpty = "sql-empty";
    public const string Stopping = "stopping";
    public const string Busy = "busy";
    public const string Unexpected = "unexpected";
}
