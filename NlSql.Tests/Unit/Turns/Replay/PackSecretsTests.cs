using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Turns.Replay.Packs;

namespace NlSql.Tests.Unit.Turns.Replay;

/// <summary>What looks like a connection string, in any text.</summary>
public sealed class PackSecretsTests
{
    [Theory]
    [InlineData("Host=db;Password=s3cret;Database=x", "Host=db;Password=(left out);Database=x")]
    [InlineData("Host=db; Password = s3cret", "Host=db; Password = (left out)")]
    [InlineData("Password = s3cret", "Password = (left out)")]
    [InlineData("Host=db;Password=\"a;b\";Port=1", "Host=db;Password=(left out);Port=1")]
    [InlineData("Host=db;Pwd='a;''b';Port=1", "Host=db;Pwd=(left out);Port=1")]
    [InlineData("host=db password='s3 cret' port=1", "host=db password=(left out) port=1")]
    [InlineData("""host = db password = 'it\'s' port=1""", "host = db password = (left out) port=1")]
    [InlineData("user='ana b' password='s3cret'", "user='ana b' password=(left out)")]
    [InlineData("host=db password=a'b", "host=db password=(left out)")]
    [InlineData("host=db password='never closed", "host=db password=(left out) closed")]
    [InlineData("jdbc:postgresql://db/x?user=u&password=s3cret&ssl=true", "jdbc:postgresql://db/x?user=u&password=(left out)&ssl=true")]
    [InlineData("postgres://ana:p@ss@host/x", "postgres://(left out)@host/x")]
    [InlineData("Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer (left out)")]
    public void TakeOut_ConnectionString_LeavesThePasswordOut(string text, string left) => Assert.Equal(left, Without(text));

    [Theory]
    [InlineData("SELECT id FROM users WHERE password = 'pin' AND host = 'db'")]
    [InlineData("SELECT id FROM users WHERE host = 'db' AND password = 'pin'")]
    [InlineData("UPDATE users SET host = 1, password = 'pin'")]
    [InlineData("Write to ana@example.org: see http://localhost:8080/a")]
    public void TakeOut_Statement_StaysAsItIs(string text) => Assert.Equal(text, Without(text));

    private static string Without(string text)
    {
        var secrets = new PackSecrets(
            Options.Create(new DatabaseOptions()), Options.Create(new ModelOptions()), Options.Create(new RetrievalOptions()));
        var node = new JsonObject { ["list"] = new JsonArray(text) };
        secrets.TakeOut(node);
        return node["list"]![0]!.GetValue<string>();
    }
}
