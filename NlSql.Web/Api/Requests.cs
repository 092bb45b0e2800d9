namespace NlSql.Web.Api;

/// <param name="Question">In plain words, or SQL. May be left out when <paramref name="Sql"/> is given.</param>
/// <param name="Analyze">Write an analysis of the result as well.</param>
/// <param name="ConversationId">A conversation to go on with; a new one is started without it.</param>
/// <param name="Sql">Run this statement for the question instead of drafting one.</param>
/// <param name="Instructions">Definitions and wishes for this question, for instance <c>Exclude cancelled orders.</c></param>
internal sealed record QueryRequest(string? Question, bool Analyze = false, string? ConversationId = null, string? Sql = null, string? Instructions = null)
    : RequestBody;

/// <param name="Question">In plain words.</param>
/// <param name="AnswerAlways">Give the best guess instead of declining or asking back.</param>
internal sealed record SqlRequest(string? Question, string? ConversationId = null, string? Instructions = null, bool AnswerAlways = false) : RequestBody;

/// <param name="Sql">One SELECT statement; it goes through the same guard.</param>
/// <param name="TurnId">The drafted turn that it belongs to.</param>
internal sealed record RunSqlRequest(string? Sql, string? TurnId = null, string? Question = null, string? ConversationId = null, bool Analyze = false)
    : RequestBody;

/// <param name="Question">In plain words.</param>
/// <param name="Sql">One SELECT statement that answers it.</param>
/// <param name="Shared">Whether it serves every caller.</param>
internal sealed record KeepPairRequest(string? Question, string? Sql, bool Shared = false) : RequestBody;

/// <param name="Shared">Whether other callers may read the conversation, or are served by the pair.</param>
internal sealed record ShareRequest(bool Shared) : RequestBody;
