using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.Witnessing;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// Keeps the drafts used last, so that a question asked again costs no generator anything, whoever asks it, unless the request says
/// <see cref="GenerationRequest.Fresh"/>; a fresh draft takes the kept one's place. Only drafts with SQL are kept, and only those of the
/// generator that is asked first: a fallback's draft must not outlive the model's bad hour. The key covers everything a generator sees but
/// <see cref="GenerationRequest.Trial"/>, which answers for the same database.
/// </summary>
internal sealed class CachingSqlGenerator(ISqlGenerator inner, int capacity, SessionClock clock) : ISqlGenerator
{
    private readonly LruCache<string, KeptDraft> drafts = new(capacity);

    public string Name => inner.Name;

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = KeyOf(request);
        if (!request.Fresh && drafts.TryGet(key, out var known))
        {
            known.Tell(request.Witness);
            yield return new SqlToken(known.Draft.Sql!);
            yield return new SqlDrafted(known.Draft);
            yield break;
        }

        var witness = new CollectedExchanges(request.Witness);
        SqlDraft? written = null;
        await foreach (var current in inner.GenerateAsync(request with { Witness = witness }, cancellationToken).ConfigureAwait(false))
        {
            written = current is SqlDrafted { Draft: { Sql: not null } draft } && draft.Generator == Name ? draft : null;
            yield return current;
        }

        // Not with the draft: the witness is told of the last call when that is over, which is after it.
        if (written is not null)
        {
            drafts.Set(key, new KeptDraft(written, witness));
        }
    }

    /// <summary>
    /// The day is part of it: "last month" means something else tomorrow. So is when the catalog was read: its hash leaves out statistics,
    /// which prompts and plans go by.
    /// </summary>
    private string KeyOf(GenerationRequest request)
    {
        var text = new StringBuilder();
        Append(Name);
        Append(request.Catalog.DatabaseId);
        Append(request.Catalog.Hash);
        Append(request.Catalog.ReadAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
        Append(clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Append(request.AnswerAlways ? "1" : "0");
        Append(request.Instructions ?? string.Empty);
        Append(request.Question.Trim());
        foreach (var turn in request.History)
        {
            Append(turn.Question);
            Append(turn.Sql);
        }

        foreach (var pair in request.Similar)
        {
            Append(pair.Question);
            Append(pair.Sql);
        }

        AppendSchema(request.Schema);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        void AppendSchema(RetrievedSchema schema)
        {
            // Names are enough: what they stand for is the catalog's.
            foreach (var table in schema.Tables)
            {
                Append(table.Table.Name.ToString());
            }

            Append("columns");
            foreach (var column in schema.Columns)
            {
                Append(column.Table.ToString());
                Append(column.Column.Name);
            }

            Append("joins");
            foreach (var join in schema.Joins)
            {
                Append($"{join.From}({string.Join(',', join.FromColumns)}) {join.To}({string.Join(',', join.ToColumns)})");
            }

            Append("values");
            foreach (var link in schema.ValueLinks)
            {
                Append(link.ToString());
            }
        }

        // The length in front keeps two neighbours from being read as one.
        void Append(string part) => text.Append(part.Length).Append(':').Append(part);
    }
}
