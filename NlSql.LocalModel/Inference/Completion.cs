using System.Threading.Channels;
using LLama.Native;

namespace NlSql.LocalModel.Inference;

/// <summary>How an answer ended.</summary>
internal enum Ending
{
    /// <summary>The model ended it, or a stop text came.</summary>
    Stop,

    /// <summary>The limit of tokens, or the context is full.</summary>
    Length,

    /// <summary>Nobody wants it any more.</summary>
    Cancelled,
}

/// <summary>What is asked of the model.</summary>
/// <param name="MaxTokens">Of the answer; null: as many as the context holds.</param>
/// <param name="Temperature">0 takes the likeliest token always.</param>
/// <param name="Seed">The same one gives the same answer; null: any.</param>
/// <param name="Grammar">The answer obeys it, in llama.cpp's GBNF; its first rule is <c>root</c>.</param>
/// <param name="Chances">How many likeliest tokens are told for each of the answer, beside its own chance; null: not even that.</param>
internal sealed record CompletionRequest(
    LLamaToken[] Prompt, int? MaxTokens, IReadOnlyList<string> Stops, float Temperature, float TopP, uint? Seed, string? Grammar, int? Chances);

/// <param name="Tokens">Those that the text consists of, where their chances were asked for.</param>
internal sealed record AnswerPiece(string Text, IReadOnlyList<TokenChance> Tokens);

/// <summary>An answer in the making, and its end. The engine writes, one reader reads.</summary>
internal sealed class Completion(CompletionRequest request, CancellationToken cancelled)
{
    // Unbounded: an answer has at most as many pieces as the context has tokens, and a slow reader must not hold up the others' tokens.
    private readonly Channel<AnswerPiece> pieces =
        Channel.CreateUnbounded<AnswerPiece>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private List<TokenChance> tokens = [];

    public CompletionRequest Request => request;

    public CancellationToken Cancelled => cancelled;

    /// <summary>Tokens of the prompt that were known from an earlier one, and not computed again.</summary>
    public int CachedTokens { get; set; }

    public int AnswerTokens { get; set; }

    /// <summary>Requests that stood before this one when it came.</summary>
    public int QueuePosition { get; init; }

    public Ending Ending { get; private set; }

    /// <summary>Ends when the answer does. Throws what the engine failed with.</summary>
    public IAsyncEnumerable<AnswerPiece> ReadAsync(CancellationToken cancellationToken) => pieces.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Notes a token; it goes out with the next text, which may be held back a while.</summary>
    public void Note(TokenChance token) => tokens.Add(token);

    public void Write(string text)
    {
        if (text.Length > 0)
        {
            pieces.Writer.TryWrite(new AnswerPiece(text, tokens));
            tokens = tokens.Count == 0 ? tokens : [];
        }
    }

    public void End(Ending ending)
    {
        Ending = ending;
        pieces.Writer.TryComplete();
    }

    public void Fail(Exception exception) => pieces.Writer.TryComplete(exception);
}
