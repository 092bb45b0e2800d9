using System.Text;
using LLama;
using LLama.Common;
using LLama.Native;

namespace NlSql.LocalModel.Inference;

/// <summary>Texts to vectors, one after the other; a text that is longer than the model reads is cut.</summary>
internal sealed class Embedder : IDisposable
{
    private readonly LLamaWeights model;
    private readonly LLamaContext context;
    private readonly SemaphoreSlim gate = new(1, 1);

    public Embedder(LLamaWeights model, ModelParams parameters)
    {
        this.model = model;
        // The whole of a text has to be in one batch: each word looks at those after it too.
        parameters.Embeddings = true;
        parameters.BatchSize = parameters.UBatchSize = parameters.ContextSize ?? 512;
        context = model.CreateContext(parameters);
        if (context.NativeHandle.PoolingType is LLamaPoolingType.None or LLamaPoolingType.Unspecified)
        {
            context.Dispose();
            throw new NotSupportedException("The file holds no rule for making one vector of a text's many (pooling): it is no embedding model.");
        }
    }

    /// <summary>A vector and the number of its text's tokens.</summary>
    public async Task<(float[] Vector, int Tokens)> EmbedAsync(string text, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var tokens = model.NativeHandle.Tokenize(text, addBos: true, special: false, Encoding.UTF8);
            var count = Math.Min(tokens.Length, (int)context.NativeHandle.BatchSize);
            var batch = new LLamaBatch();
            for (var i = 0; i < count; i++)
            {
                batch.Add(tokens[i], i, LLamaSeqId.Zero, logits: true);
            }

            context.NativeHandle.MemoryClear();
            var result = model.NativeHandle.HasEncoder && !model.NativeHandle.HasDecoder
                ? context.NativeHandle.Encode(batch)
                : context.NativeHandle.Decode(batch);
            return result == DecodeResult.Ok
                ? (context.NativeHandle.GetEmbeddingsSeq(LLamaSeqId.Zero).ToArray(), count)
                : throw new InvalidOperationException($"llama.cpp could not compute the vector ({result}).");
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        context.Dispose();
        gate.Dispose();
    }
}
