using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Benchmarks.Retrieval;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Names;

namespace NlSql.Benchmarks.Costs;

/// <summary>
/// What the longest texts cost: time of the processor, which does not depend on who else is busy, and the memory that is asked for. The smallest of several
/// times; whatever else the process does meanwhile (it compiles, it collects) is in it.
/// </summary>
internal static class CostMeasurement
{
    private const int Times = 4;

    private const int WarmUps = 40;

    /// <summary>Milliseconds that a text may take.</summary>
    private const double MostTime = 250;

    private const double MostMemory = 100;

    private static RelationName Table { get; } = new("public", "t");

    /// <summary>A database with everything that makes the guard look at where values go: personal and barred columns, and types with code.</summary>
    private static GuardScope WithTypes { get; } = new()
    {
        AllowedSchemas = ["public"],
        SearchPath = ["public"],
        ServerVersion = 18,
        KnownRelations = new HashSet<RelationName> { Table },
        Columns = new Dictionary<RelationName, IReadOnlyList<string>> { [Table] = ["a", "b", "x", "y"] },
        Personal = new Dictionary<RelationName, IReadOnlySet<string>> { [Table] = new HashSet<string> { "x" } },
        Barred = new Dictionary<RelationName, BarredRelation> { [Table] = new(new HashSet<string> { "z" }, ["a", "b", "x", "y"]) },
        Types = new TypeBook
        {
            Known = new HashSet<RelationName>(),
            Columns = new Dictionary<RelationName, IReadOnlyDictionary<string, CodeOfType>>
            {
                [Table] = new Dictionary<string, CodeOfType> { ["y"] = new() { Making = "public.check_it(text)", TakesLiterals = true } },
            },
        },
    };

    /// <param name="only">A part of the name of what is measured; empty measures all.</param>
    public static async Task RunAsync(string only)
    {
        var guard = new SqlGuard();
        var formatter = new SqlFormatter();

        // A service compiles its own code once, not with the first of these.
        for (var i = 0; i < WarmUps; i++)
        {
            guard.Check(LongTexts.Statements.First().Text, WithTypes);
        }

        foreach (var (name, text) in LongTexts.Statements.Where(text => text.Name.Contains(only, StringComparison.Ordinal)))
        {
            var verdict = guard.Check(text, GuardScope.NamesOnly) is GuardRefusal refusal ? refusal.Rule : "approved";
            Say("statement", name, verdict, () => guard.Check(text, GuardScope.NamesOnly));
            Say("with types", name, "", () => guard.Check(text, WithTypes));
            Say("formatted", name, "", () => formatter.Format(text));
        }

        var catalog = SyntheticCatalog.Create(50, 20);
        var embedder = StaticEmbedder.Read(StaticEmbedder.DefaultFolder);
        var options = Options.Create(new RetrievalOptions());
        var store = new VectorStore(options, Options.Create(new StorageOptions()), TimeProvider.System, NullLogger<VectorStore>.Instance);
        var knowledge = new WordKnowledge(new WordSegmenter(embedder.Vocabulary), embedder, SiteGlossary.Empty);
        var factory = new SchemaIndexFactory(
            embedder,
            embedder,
            store,
            options,
            Options.Create(new CacheOptions { Size = 0 }),
            knowledge,
            TimeProvider.System,
            NullLogger<SchemaIndexFactory>.Instance);
        using var index = await factory.OpenInMemoryAsync(catalog, CancellationToken.None);
        var translator = new BuiltInTranslator(new SessionClock(TimeProvider.System));
        foreach (var (name, text) in LongTexts.Questions.Where(text => text.Name.Contains(only, StringComparison.Ordinal)))
        {
            Say("guard", name, "", () => guard.Check(text, GuardScope.NamesOnly));
            Say("search", name, "", () => index.SearchAsync(text, new RetrievalLimits(), CancellationToken.None).AsTask().GetAwaiter().GetResult());
            var request = new GenerationRequest { Question = text, Catalog = catalog, Schema = RetrievedSchema.Empty };
            Say("translator", name, "", () => translator.Translate(request, CancellationToken.None));
            var instructed = request with { Question = "total payment amount per customer", Instructions = text };
            Say("instructed", name, "", () => translator.Translate(instructed, CancellationToken.None));
        }
    }

    private static void Say(string part, string name, string verdict, Action read)
    {
        var (time, memory) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Times; i++)
        {
            var (before, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
            read();
            time = Math.Min(time, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            memory = Math.Min(memory, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)(1 << 20));
        }

        var mark = time > MostTime || memory > MostMemory ? " <-" : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part,-10} {name,-30} {time,7:0} ms {memory,6:0} MB {verdict}{mark}"));
    }
}
