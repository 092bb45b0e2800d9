using NlSql.Core.Sql.Grammar;

namespace NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

/// <summary>Changes a statement: words put in, taken out, exchanged, disguised, two statements grown together.</summary>
internal sealed class CaseMutator(Random random)
{
    private static readonly string[] Gaps = [" ", "\n", "\t", "/**/", " /* ; */ ", " -- x\n", "  "];

    /// <summary>Anything may become of it, something that PostgreSQL cannot read, too.</summary>
    public string Mutate(string sql, string other)
    {
        var words = Words(sql);
        for (var changes = random.Next(1, 4); changes > 0 && words.Count > 0; changes--)
        {
            var at = random.Next(words.Count);
            switch (random.Next(8))
            {
                case 0:
                    words[at] = Attack();
                    break;
                case 1:
                    words.RemoveAt(at);
                    break;
                case 2:
                    words.Insert(at, words[random.Next(words.Count)]);
                    break;
                case 3:
                    words[at] = Disguised(words[at]);
                    break;
                case 4 when Words(other) is { Count: > 0 } foreign:
                    words.RemoveRange(at, words.Count - at);
                    words.AddRange(foreign[random.Next(foreign.Count)..]);
                    break;
                case 5:
                    words.Insert(at, Attack());
                    break;
                case 6:
                    words[at] = $"({words[at]})";
                    break;
                default:
                    words[at] = $"(SELECT {Attack()})";
                    break;
            }
        }

        return Joined(words);
    }

    /// <summary>The same statement with other spaces, comments between its words, and keywords in another case.</summary>
    public string Rewrite(string sql)
    {
        var text = new System.Text.StringBuilder();
        var end = 0;
        foreach (var token in PostgresGrammar.Scan(SourceText.From(sql)!))
        {
            // Where nothing parts two tokens nothing may: a space would part ">" from "=", and E from its quote.
            text.Append(token.Start > end ? Gaps[random.Next(Gaps.Length)] : "");
            text.Append(sql.AsSpan(token.Start, token.Length));
            end = token.Start + token.Length;
        }

        return text.ToString();
    }

    private static List<string> Words(string sql) =>
        SourceText.From(sql) is { } source ? [.. PostgresGrammar.Scan(source).Select(token => sql.Substring(token.Start, token.Length))] : [];

    private string Attack() => AttackWords.Expressions[random.Next(AttackWords.Expressions.Length)].Replace("{0}", "1", StringComparison.Ordinal);

    private string Joined(List<string> words) => string.Join(random.Next(6) == 0 ? Gaps[random.Next(Gaps.Length)] : " ", words);

    /// <summary>The same name as PostgreSQL reads it, written another way.</summary>
    private string Disguised(string word) => random.Next(5) switch
    {
        0 => word.ToUpperInvariant(),
        1 => $"\"{word}\"",
        2 => word.Length > 0 ? $"U&\"\\{(int)word[0]:x4}{word[1..]}\"" : word,
        3 => $"pg_catalog.{word}",
        _ => $"public.{word}",
    };
}
