using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Queueing;

namespace NlSql.Tests.Fakes;

/// <summary>A pipeline whose halves are given as functions.</summary>
internal sealed class ScriptedPipeline(
    Func<DraftRequest, CancellationToken, IAsyncEnumerable<PipelineEvent>>? draft = null,
    Func<RunRequest, CancellationToken, IAsyncEnumerable<PipelineEvent>>? run = null) : IQuestionPipeline
{
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken) => draft!(request, cancellationToken);

    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken) => run!(request, cancellationToken);
}

internal static class PipelineParts
{
    /// <summary>Of drafts, where nothing is set.</summary>
    public static PresentGenerationSettings Settings =>
        new(new ConfiguredModel(), Options.Create(new ModelOptions()), Options.Create(new GenerationOptions()), new SessionClock(TimeProvider.System));

    /// <summary>Room as the settings have it by default.</summary>
    public static StatementQueues Queues => new(Options.Create(new DatabaseOptions()), Options.Create(new QueueOptions()), TimeProvider.System);
}

/// <summary>Gives the steps one after another; an exception among them is thrown.</summary>
internal static class Steps
{
    public static async IAsyncEnumerable<PipelineEvent> Of(object[] steps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (step is Exception error)
            {
                throw error;
            }

            yield return (PipelineEvent)step;
        }
    }
}

/// <summary>Answers every question with the same draft and counts how often.</summary>
internal sealed class FixedGenerator(SqlDraft draft) : ISqlGenerator
{
    public int Calls { get; private set; }

    public GenerationRequest? LastRequest { get; private set; }

    public string Name => draft.Generator;

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Calls++;
        LastRequest = request;
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        yield return new SqlToken(draft.Sql ?? string.Empty);
        yield return new SqlDrafted(draft);
    }
}
