using System.Text.Json;

namespace NlSql.Core.Native.PgQuery;

/// <summary>PostgreSQL 18's own lexer and grammar. Safe to call from any thread.</summary>
internal static class PostgresGrammar
{
    /// <summary>The parse tree as JSON, or why there is none. Dispose the reply.</summary>
    public static PgQueryReply Parse(SourceText source) => PgQueryLibrary.Run(PgQueryOperation.Parse, source.Utf8);

    /// <summary>The tokens with comments, in order, with UTF-16 offsets; empty when the text cannot be cut into tokens.</summary>
    public static IReadOnlyList<SqlToken> Scan(SourceText source)
    {
        using var reply = PgQueryLibrary.Run(PgQueryOperation.Scan, source.Utf8);
        if (reply.Status != PgQueryStatus.Ok)
        {
            return [];
        }

        // {"version":180004,"tokens":[{"start":0,"end":6,"text":"select","tokenName":"...","keywordName":"RESERVED_KEYWORD"}, ...]}
        var tokens = new List<SqlToken>();
        var reader = new Utf8JsonReader(reply.Utf8);
        int start = 0, end = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("start"u8))
            {
                reader.Read();
                start = reader.GetInt32();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("end"u8))
            {
                reader.Read();
                end = reader.GetInt32();
            }
            else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 2)
            {
                var from = source.FromUtf8(start);
                tokens.Add(new SqlToken(from, source.FromUtf8(end) - from));
            }
        }

        return tokens;
    }
}

/// <param name="Start">UTF-16 offset.</param>
/// <param name="Length">UTF-16 length.</param>
internal readonly record struct SqlToken(int Start, int Length);
