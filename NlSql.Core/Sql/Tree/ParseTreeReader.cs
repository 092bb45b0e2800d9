using System.Text;
using System.Text.Json;

namespace NlSql.Core.Sql.Tree;

/// <summary>
/// Turns libpg_query's JSON into nodes. Its shape: <c>{"version":180004,"stmts":[{"stmt":{"SelectStmt":{...}},"stmt_location":1,"stmt_len":8}]}</c>.
/// A field of a general node type holds a wrapper with one capitalised property, <c>{"FuncCall":{...}}</c>; a field of one fixed
/// struct type holds the struct itself, its kind is taken from <see cref="NodeShapes"/>. An empty object in a list is a NULL
/// entry (<c>DISTINCT</c> without ON). Zeros, false and nulls are left out.
/// </summary>
internal ref struct ParseTreeReader
{
    /// <summary>JSON levels; an operator of a chain takes two.</summary>
    public const int MaxDepth = 1400;

    /// <summary>Kind of a NULL entry in a list.</summary>
    public const string NullKind = "Null";

    /// <summary>Texts up to this many UTF-8 bytes are kept once for a tree: names are repeated, and so are PostgreSQL's words for enums.</summary>
    private const int LongestShared = 64;

    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly object[] Numbers = [.. Enumerable.Range(0, 256).Select(number => (object)(long)number)];

    private readonly ReadOnlySpan<byte> json;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> texts;
    private Utf8JsonReader reader;

    /// <summary>Fields and items of what is being read, the innermost last.</summary>
    private readonly List<ParseField> fields = new(64);

    private readonly List<ParseNode> items = new(64);

    private ParseTreeReader(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        texts = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>
    /// The statements of a text. Throws <see cref="JsonException"/> when the tree is deeper than <see cref="MaxDepth"/> and
    /// <see cref="InsufficientExecutionStackException"/> when the thread's stack is too short for it.
    /// </summary>
    public static IReadOnlyList<RawStatement> Read(ReadOnlySpan<byte> json)
    {
        var tree = new ParseTreeReader(json);
        tree.reader.Read();
        var root = tree.Struct("ParseResult");
        var statements = new List<RawStatement>(1);
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
    private ParseNode Struct(string kind)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var first = fields.Count;
        var location = -1;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = NodeShapes.Intern(reader.ValueSpan);
            reader.Read();

            // CREATE TABLESPACE has a text called location.
            if (name == NodeShapes.Location && reader.TokenType == JsonTokenType.Number)
            {
                location = reader.GetInt32();
            }
            else if (!NodeShapes.IsLocation(name))
            {
                var value = Value(kind, name);
                fields.Add(new ParseField(name, value));
            }
        }

        var own = fields.Count == first ? [] : new ParseField[fields.Count - first];
        fields.CopyTo(first, own, 0, own.Length);
        fields.RemoveRange(first, own.Length);
        return new ParseNode(kind, own, location);
    }

    private object Value(string kind, string field) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Node(kind, field),
        JsonTokenType.StartArray => List(kind),
        JsonTokenType.String => Text(),
        JsonTokenType.Number => reader.GetInt64() is var number && number >= 0 && number < Numbers.Length ? Numbers[number] : number,
        JsonTokenType.True => True,
        JsonTokenType.False => False,
        _ => throw new JsonException($"A {reader.TokenType} in a parse tree."),
    };

    private string Text()
    {
        Span<char> characters = stackalloc char[LongestShared];
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > LongestShared || !Encoding.UTF8.TryGetChars(reader.ValueSpan, characters, out var length))
        {
            return reader.GetString()!;
        }

        if (!texts.TryGetValue(characters[..length], out var text))
        {
            text = characters[..length].ToString();
            texts.Set.Add(text);
        }

        return text;
    }

    private ParseNode[] List(string kind)
    {
        var first = items.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = kind == "ParseResult" ? Struct("RawStmt") : Node(kind, null);
            items.Add(item);
        }

        var own = items.Count == first ? [] : new ParseNode[items.Count - first];
        items.CopyTo(first, own, 0, own.Length);
        items.RemoveRange(first, own.Length);
        return own;
    }

    /// <summary>Only a wrapper's property begins with a capital letter; libpg_query writes no space before it.</summary>
    /// <param name="kind">Of the node around.</param>
    /// <param name="field">Its field; null in a list.</param>
    private ParseNode Node(string kind, string? field)
    {
        if (json[(int)reader.BytesConsumed..] is not [(byte)'"', >= (byte)'A' and <= (byte)'Z', ..])
        {
            return Struct(field is null ? NullKind : NodeShapes.KindOf(kind, field));
        }

        reader.Read();
        var own = NodeShapes.Intern(reader.ValueSpan);
        reader.Read();
        var node = Struct(own);
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? node : throw new JsonException("A node wrapper with two nodes.");
    }
}

/// <param name="Node">The statement's tree.</param>
/// <param name="Location">UTF-8 offset where it begins (white space and comments before it included).</param>
/// <param name="Length">In UTF-8 bytes; 0 means to the end of the text.</param>
internal sealed record RawStatement(ParseNode Node, int Location, int Length);
