namespace NlSql.Core.Sql.Guarding;

/// <summary>Stable slugs of the rules, as hosts, logs and tests know them (docs/security.md explains each).</summary>
public static class GuardRules
{
    public const string Empty = "empty";
    public const string TooLong = "too-long";
    public const string TooDeep = "too-deep";
    public const string TooSlow = "too-slow";

    /// <summary>Nobody looked at the text, as there were too many others.</summary>
    public const string Busy = "busy";
    public const string TextNotPlain = "text-not-plain";
    /// <summary>The text is no SQL that PostgreSQL's parser accepts.</summary>
    public const string Syntax = "syntax-error";
    public const string SeveralStatements = "several-statements";
    public const string NotAQuery = "not-a-query";
    public const string DataModifying = "data-modifying";
    public const string SelectInto = "select-into";
    public const string RowLock = "row-lock";
    public const string Parameter = "parameter";
    public const string NodeNotListed = "node-not-listed";
    /// <summary>Grammar that the server at hand is too old for.</summary>
    public const string WordTooNew = "word-too-new";
    public const string FunctionNotListed = "function-not-listed";
    public const string FunctionSchema = "function-schema";
    public const string FunctionTooLarge = "function-too-large";
    public const string ExpansionTooLarge = "expansion-too-large";
    public const string ColumnNotation = "column-notation-call";
    public const string SessionIdentity = "session-identity";
    public const string RelationSystem = "relation-system";
    public const string RelationSchema = "relation-schema";
    public const string RelationDatabase = "relation-database";
    public const string RelationUnknown = "relation-unknown";
    public const string ColumnBarred = "column-barred";
    public const string OperatorSchema = "operator-schema";
    public const string OperatorForeign = "operator-foreign";
    public const string TypeNotListed = "type-not-listed";
    public const string TypeForeign = "type-foreign";
    public const string TypeSchema = "type-schema";
    public const string TypeHidden = "type-hidden";
    public const string SampleMethod = "sample-method";
    public const string CollationSchema = "collation-schema";
    public const string NotReproducible = "not-reproducible";

    /// <summary>What depends on how busy the machine is, or on the room on the stack: the same text may escape it a moment later.</summary>
    internal static bool IsOfTheMoment(string rule) => rule is Busy or TooSlow or TooLong or TooDeep;
}
