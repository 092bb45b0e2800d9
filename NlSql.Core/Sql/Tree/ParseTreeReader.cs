using System.Text.Json;

namespace NlSql.Core.Sql.Tree;

/// <summary>
/// Turns libpg_query's JSON into nodes. Its shape: <c>{"version":180004,"stmts":[{"stmt":{"SelectStmt":{...}},"stmt_location":1,"stmt_len":8}]}</c>.
/// A field of a general node type holds a wrapper with one capitalised property, <c>{"FuncCall":{...}}</c>; a field of one fixed
/// struct type holds the struct itself, its kind is taken from <see cref="NodeShapes"/>. An empty object in a list is a NULL
/// entry (<c>DISTINCT</c> without ON). Zeros, false and nulls are left out.
/// </summary>
internal static class ParseTreeReader
{
    /// <summary>JSON levels; an operator of a chain takes two.</summary>
    public const int MaxDepth = 1400;

    /// <summary>Kind of a NULL entry in a list.</summary>
    public const string NullKind = "Null";

    /// <summary>
    /// The statements of a text. Throws <see cref="JsonException"/> when the tree is deeper than <see cref="MaxDepth"/> and
    /// <see cref="InsufficientExecutionStackException"/> when the thread's stack is too short for it.
    /// </summary>
    public static IReadOnlyList<RawStatement> Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        var root = ReadStruct(ref reader, "ParseResult");
        var statements = new List<RawStatement>();
        foreach (var raw in root.List("stmts"))
        {
            if (raw.Node("stmt") is { } statement)
            {
                statements.Add(new RawStatement(statement, (int)raw.Number("stmt_location"), (int)raw.Number("stmt_len")));
            }
        }

        return statements;
    }

    /// <summary>The reader stands on the object's start and is left on its end.</summary>
    private static ParseNode ReadStruct(ref Utf8JsonReader reader, string kind)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var fields = new List<ParseField>(6);
        var location = -1;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (NodeShapes.IsLocation(reader.ValueSpan))
            {
                reader.Read();
                continue;
            }

            var isLocation = reader.ValueTextEquals("location"u8);
            var name = NodeShapes.Intern(reader.ValueSpan);
            reader.Read();

            // CREATE TABLESPACE has a text of that name.
            if (isLocation && reader.TokenType == JsonTokenType.Number)
            {
                location = reader.GetInt32();
                continue;
            }

            fields.Add(new ParseField(name, ReadValue(ref reader, kind, name)));
        }

        return new ParseNode(kind, [.. fields], location);
    }

    private static object ReadValue(ref Utf8JsonReader reader, string kind, string field) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, NodeShapes.KindOf(kind, field)),
        JsonTokenType.StartArray => ReadList(ref reader, kind, field),
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => reader.GetInt64(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new JsonException($"A {reader.TokenType} in a parse tree."),
    };

    private static ParseNode[] ReadList(ref Utf8JsonReader reader, string kind, string field)
    {
        var items = new List<ParseNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(kind == "ParseResult" ? ReadStruct(ref reader, "RawStmt") : ReadObject(ref reader, NullKind));
        }

        return [.. items];
    }

    private static ParseNode ReadObject(ref Utf8JsonReader reader, string structKind)
    {
        // Only a wrapper's property begins with a capital letter.
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType != JsonTokenType.PropertyName || ahead.ValueSpan is not [>= (byte)'A' and <= (byte)'Z', ..])
        {
            return ReadStruct(ref reader, structKind);
        }

        reader.Read();
        var kind = NodeShapes.Intern(reader.ValueSpan);
        reader.Read();
        var node = ReadStruct(ref reader, kind);
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? node : throw new JsonException("A node wrapper with two nodes.");
    }
}

/// <param name="Node">The statement's tree.</param>
/// <param name="Location">UTF-8 offset where it begins (white space and comments before it included).</param>
/// <param name="Length">In UTF-8 bytes; 0 means to the end of the text.</param>
internal sealed record RawStatement(ParseNode Node, int Location, int Length);
