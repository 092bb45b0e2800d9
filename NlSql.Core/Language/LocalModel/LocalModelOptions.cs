using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Language.LocalModel;

/// <summary>A model of the company's own, computed on this machine by a process of NlSql's.</summary>
public sealed class LocalModelOptions
{
    /// <summary>A GGUF file that holds a chat model; of a split one any part. Empty means none.</summary>
    [ConfigurationKeyName("MODEL_PATH")]
    public string? Path { get; set; }

    /// <summary>Empty or <c>gguf</c> takes what the file says; an architecture (<c>qwen2</c>, <c>llama</c>) demands that one.</summary>
    [ConfigurationKeyName("MODEL_TYPE")]
    public string? Type { get; set; }

    /// <summary>A GGUF file that holds an embedding model. Empty means the built-in embedder.</summary>
    [ConfigurationKeyName("EMBEDDING_MODEL_PATH")]
    public string? EmbeddingPath { get; set; }

    /// <summary>Threads that compute; 0 means one for each processor.</summary>
    /// <value>0</value>
    [ConfigurationKeyName("MODEL_THREADS")]
    [Range(0, 256, ErrorMessage = "MODEL_THREADS must be between 0 and 256.")]
    public int Threads { get; set; }

    /// <summary>Conversations that are computed side by side, and whose prompts stay in memory for the next question.</summary>
    /// <value>2</value>
    [ConfigurationKeyName("MODEL_SLOTS")]
    [Range(1, 16, ErrorMessage = "MODEL_SLOTS must be between 1 and 16.")]
    public int Slots { get; set; } = 2;

    /// <summary>Questions that may wait for a slot; the next one is refused.</summary>
    /// <value>16</value>
    [ConfigurationKeyName("MODEL_QUEUE")]
    [Range(1, 1_000, ErrorMessage = "MODEL_QUEUE must be between 1 and 1000.")]
    public int Queue { get; set; } = 16;

    /// <summary>Megabytes (10^6 bytes) of memory that the model's process may take before it is ended; 0 sets no limit.</summary>
    /// <value>0</value>
    [ConfigurationKeyName("MODEL_MEMORY_MB")]
    [Range(0, 10_000_000, ErrorMessage = "MODEL_MEMORY_MB must be between 0 and 10000000.")]
    public int MemoryMegabytes { get; set; }

    /// <summary><c>demand</c> loads the model for the first question, <c>start</c> with the app.</summary>
    /// <value>demand</value>
    [ConfigurationKeyName("MODEL_START")]
    [RegularExpression("(?i)demand|start", ErrorMessage = "MODEL_START must be demand or start.")]
    public string Start { get; set; } = "demand";

    /// <summary>Tokens that prompt and answer may have together.</summary>
    /// <value>8,192</value>
    [ConfigurationKeyName("LLM_CONTEXT_TOKENS")]
    public int ContextTokens { get; set; } = 8_192;

    /// <summary>An endpoint, which excludes a local model.</summary>
    [ConfigurationKeyName("LLM_API_URL")]
    public string? ApiUrl { get; set; }

    /// <summary>An endpoint, which excludes a local embedding model.</summary>
    [ConfigurationKeyName("EMBEDDING_API_URL")]
    public string? EmbeddingApiUrl { get; set; }

    /// <summary>True when MODEL_PATH names a file.</summary>
    public bool HasModel => !string.IsNullOrWhiteSpace(Path);

    /// <summary>True when EMBEDDING_MODEL_PATH names a file.</summary>
    public bool HasEmbeddingModel => !string.IsNullOrWhiteSpace(EmbeddingPath);

    internal bool StartsWithApp => Start.Equals("start", StringComparison.OrdinalIgnoreCase);

    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>That MODEL_TYPE is set and does nothing; null where that is not so.</summary>
    internal string? Unused() => !HasModel && !string.IsNullOrWhiteSpace(Type)
        ? "MODEL_TYPE is set and not used: it says what the file at MODEL_PATH must hold, and MODEL_PATH is not set."
        : null;
}
