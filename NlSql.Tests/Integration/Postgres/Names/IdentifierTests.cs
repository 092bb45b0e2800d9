using NlSql.Core.Sql.Names;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Names;

/// <summary>How names and texts are written, against the real server's own opinion.</summary>
public sealed class IdentifierTests(PostgresFixture postgres)
{
    private static readonly string[] Odd =
    [
        "orders", "Orders", "order lines", "a\"b", "größe", "_x1", "1st", "x-y", "x.y", "", "a$b", "select", "SELECT", "naïve", "x\ny", "表", "o'reilly", "\\",
        "pg_catalog",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Our list is PostgreSQL 18's, which has every special word of the versions before.</summary>
    [Fact]
    public async Task Quote_EveryKeywordAndOddName_IsAtLeastAsQuoteIdent()
    {
        var isNewest = await postgres.MajorVersionAsync() == 18;
        var names = await AskAsync("SELECT word, quote_ident(word) FROM (SELECT word FROM pg_get_keywords() UNION SELECT unnest($1)) w", Odd);

        Assert.All(names, name => Assert.True(
            Identifier.Quote(name.Asked) == name.Answer || (!isNewest && name.Answer == name.Asked), $"{Identifier.Quote(name.Asked)} for {name.Answer}"));
        Assert.True(names.Count > 400);
    }

    [Fact]
    public async Task IsSpecial_Keywords_AreThoseOfTheServer()
    {
        var special = await AskAsync("SELECT word, catcode::text FROM pg_get_keywords() WHERE catcode <> 'U'", []);

        Assert.All(special, word => Assert.True(Keywords.IsSpecial(word.Asked), $"{word.Asked} ({word.Answer}) is missing"));
    }

    /// <summary>The bare word is read as the name wherever a translator writes one: as column, table, alias and after a point.</summary>
    [Fact]
    public async Task Quote_EveryKeyword_IsReadBackAsTheName()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        foreach (var (word, _) in await AskAsync("SELECT word, '' FROM pg_get_keywords()", []))
        {
            var name = Identifier.Quote(word);
            await using var command = database.Owner.CreateCommand(
                $"SELECT {name}, {name}.{name} AS {name} FROM (SELECT 1 AS {name}) AS {name} ORDER BY {name}.{name}");
            await using var reader = await command.ExecuteReaderAsync(Token);
            Assert.Equal((word, word), (reader.GetName(0), reader.GetName(1)));
        }
    }

    [Fact]
    public async Task Literal_AnyText_IsReadBackAsIs()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        foreach (var text in Odd)
        {
            await using var command = database.Owner.CreateCommand($"SELECT {SqlLiteral.Of(text)}::text");
            Assert.Equal(text, await command.ExecuteScalarAsync(Token));
        }
    }

    private async Task<List<(string Asked, string Answer)>> AskAsync(string sql, string[] names)
    {
        await using var database = await postgres.CreateAsync(null, Token);
        await using var command = database.Owner.CreateCommand(sql);
        if (names.Length > 0)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = names });
        }

        await using var reader = await command.ExecuteReaderAsync(Token);
        List<(string, string)> rows = [];
        while (await reader.ReadAsync(Token))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
