using System.Runtime.InteropServices;
using System.Text;
using LLama;
using LLama.Native;
using LLama.Sampling;

namespace NlSql.LocalModel.Inference;

/// <summary>One sequence of llama.cpp's memory: what it holds, and the answer that is being written there.</summary>
internal sealed class Slot(int number)
{
    private StopText stops = new([]);
    private StreamingTokenDecoder? decoder;
    private ISamplingPipeline? sampler;

    public LLamaSeqId Sequence { get; } = (LLamaSeqId)number;

    /// <summary>Tokens whose keys and values lie in the memory, from position 0 on.</summary>
    public List<LLamaToken> Known { get; } = [];

    /// <summary>Null when the slot is free.</summary>
    public Completion? Current { get; private set; }

    /// <summary>The last token of the answer, which is not in the memory yet; null while the prompt is being read.</summary>
    public LLamaToken? Next { get; private set; }

    /// <summary>Of the last use, in the order of the engine.</summary>
    public long LastUse { get; set; }

    /// <summary>How many tokens <paramref name="prompt"/> and the memory begin with alike. The last one is always computed: its outcome is asked for.</summary>
    public int SharedWith(ReadOnlySpan<LLamaToken> prompt) =>
        MemoryExtensions.CommonPrefixLength(CollectionsMarshal.AsSpan(Known), prompt[..^1]);

    /// <summary>Whether its prompt is not all in the memory yet.</summary>
    public bool IsReading => Current is not null && Next is null;

    /// <summary>The same, once it has read the prompt that it is reading; not counted for one that began at <paramref name="use"/> or later.</summary>
    public int WillShareWith(ReadOnlySpan<LLamaToken> prompt, long use) => IsReading && LastUse < use
        ? Math.Max(SharedWith(prompt), MemoryExtensions.CommonPrefixLength(Current!.Request.Prompt, prompt[..^1]))
        : SharedWith(prompt);

    public void Begin(Completion completion, LLamaWeights model)
    {
        var request = completion.Request;
        Current = completion;
        Next = null;
        stops = new StopText(request.Stops);
        decoder = new StreamingTokenDecoder(Encoding.UTF8, model.NativeHandle);
        var grammar = request.Grammar is { } gbnf ? new Grammar(gbnf, "root") : null;
        sampler = request.Temperature <= 0
            ? new GreedySamplingPipeline { Grammar = grammar }
            : new DefaultSamplingPipeline
            {
                Grammar = grammar,
                Temperature = request.Temperature,
                TopP = request.TopP,
                MinP = 0.05f,
                Seed = request.Seed ?? (uint)Random.Shared.NextInt64(uint.MaxValue),
            };
    }

    /// <summary>Chooses the next token of the answer and gives out its text; ends the answer when that was the last one.</summary>
    /// <param name="position">In the batch that was computed.</param>
    /// <param name="capacity">Tokens that the slot's memory holds.</param>
    public void Sample(LLamaContext context, int position, int capacity)
    {
        var completion = Current!;
        var token = sampler!.Sample(context.NativeHandle, position);
        completion.AnswerTokens++;
        if (token.IsEndOfGeneration(context.Vocab))
        {
            End(Ending.Stop);
            return;
        }

        if (completion.Request.Chances is { } most)
        {
            completion.Note(TokenChance.Of(context.NativeHandle.GetLogitsIth(position), token, most, context));
        }

        decoder!.Add(token);
        completion.Write(stops.Push(decoder.Read()));
        Next = token;
        if (stops.IsFound)
        {
            End(Ending.Stop);
        }
        else if (completion.AnswerTokens >= completion.Request.MaxTokens || Known.Count + 1 >= capacity)
        {
            End(Ending.Length);
        }
    }

    public void End(Ending ending)
    {
        Current!.Write(stops.Rest());
        Free().End(ending);
    }

    public void Fail(Exception exception) => Free().Fail(exception);

    /// <summary>Who reads the end of an answer may look at once for a free slot: this one is, before the answer ends.</summary>
    private Completion Free()
    {
        var completion = Current!;
        Current = null;
        Next = null;
        sampler?.Dispose();
        sampler = null;
        return completion;
    }
}
