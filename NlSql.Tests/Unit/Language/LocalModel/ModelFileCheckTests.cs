using NlSql.Core.Language.LocalModel;
using NlSql.Tests.Fakes.TinyModels;

namespace NlSql.Tests.Unit.Language.LocalModel;

/// <summary>What is said of a model's file before anything is started.</summary>
public sealed class ModelFileCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql gguf ").FullName;

    private string Model => Path.Combine(folder, "model.gguf");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Chat_WholeFile_TellsWhatItHolds()
    {
        TinyModel.Chat(Model);

        var check = ModelFileCheck.Chat(Model, new LocalModelOptions { Slots = 3 });

        Assert.Null(check.Fault);
        var file = Assert.IsType<ModelFile>(check.File);
        Assert.Equal((TinyModel.Name, "llama", TinyModel.Context, 1), (file.Name, file.Architecture, file.TrainedContext, file.Parts));
        Assert.Equal(new FileInfo(Model).Length, file.Bytes);
        Assert.Equal(21, file.Tensors);
        // Embeddings and output of 64 numbers for each of 362 tokens, its norm, and 2 layers.
        Assert.Equal((64 * 2 * 362) + 64 + (2 * ((2 * 64) + (3 * 64 * 64) + (3 * 64 * 128))), file.Parameters);
        // 2 layers of 2 key heads with 16 numbers each for key and value, 2 bytes a number.
        Assert.Equal(256, file.BytesPerToken);
        Assert.Equal(256L * TinyModel.Context * 3, check.ConversationBytes);
    }

    /// <summary>However much is missing: never a crash, never "all is well".</summary>
    [Fact]
    public void Chat_CutAnywhere_IsNotWhole()
    {
        TinyModel.Chat(Model);
        var bytes = File.ReadAllBytes(Model);

        foreach (var kept in Enumerable.Range(0, 60).Select(part => 24 + (part * (bytes.Length - 25) / 60)).Append(bytes.Length - 1))
        {
            File.WriteAllBytes(Model, bytes[..kept]);

            Assert.Contains("is not whole", ModelFileCheck.Chat(Model, new LocalModelOptions()).Fault, StringComparison.Ordinal);
        }
    }

    /// <summary>A large file whose header claims a text of gigabytes: nothing of that size is asked of the memory.</summary>
    [Theory]
    [InlineData(100L << 20)]
    [InlineData(3L << 30)]
    public void Chat_TextThatCannotBeOne_IsDamaged(long claimed)
    {
        TinyModel.Chat(Model);
        using (var file = new FileStream(Model, FileMode.Open))
        {
            file.SetLength(4L << 30); // A hole: no disk is taken.
            file.Position = 24;
            file.Write(BitConverter.GetBytes(claimed));
        }

        Assert.Contains("is damaged", ModelFileCheck.Chat(Model, new LocalModelOptions()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Chat_HeaderOverwritten_HasASentenceOrIsReadable()
    {
        TinyModel.Chat(Model);
        var bytes = File.ReadAllBytes(Model);
        var random = new Random(11);

        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])bytes.Clone();
            random.NextBytes(damaged.AsSpan(8 + random.Next(8_000), 8));
            File.WriteAllBytes(Model, damaged);

            var check = ModelFileCheck.Chat(Model, new LocalModelOptions());

            Assert.True(check.Fault is null || check.Fault.EndsWith('.'), check.Fault);
        }
    }

    [Theory]
    [InlineData("", "is not a GGUF file")]
    [InlineData("PK\u0003\u0004 something else that is long enough", "is not a GGUF file")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n", "Git LFS")]
    public void Chat_OtherFile_IsNamed(string content, string expected)
    {
        File.WriteAllText(Model, content);

        Assert.Contains(expected, ModelFileCheck.Chat(Model, new LocalModelOptions()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Chat_NothingThereOrAFolder_IsNamed()
    {
        Assert.Equal("does not exist.", ModelFileCheck.Chat(Model, new LocalModelOptions()).Fault);
        Assert.StartsWith("is a folder", ModelFileCheck.Chat(folder, new LocalModelOptions()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Chat_WithoutTemplate_IsNoChatModel()
    {
        TinyModel.Chat(Model, template: null);

        Assert.Contains("no chat template", ModelFileCheck.Chat(Model, new LocalModelOptions()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void BothKinds_Exchanged_NameTheOtherSetting()
    {
        TinyModel.Embeddings(Model);
        var talking = Path.Combine(folder, "talking.gguf");
        TinyModel.Chat(talking);

        Assert.Contains("EMBEDDING_MODEL_PATH", ModelFileCheck.Chat(Model, new LocalModelOptions()).Fault, StringComparison.Ordinal);
        Assert.Contains("MODEL_PATH", ModelFileCheck.Embeddings(talking).Fault, StringComparison.Ordinal);
        Assert.Null(ModelFileCheck.Embeddings(Model).Fault);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("gguf", true)]
    [InlineData("LLaMA", true)]
    [InlineData("qwen2", false)]
    public void Chat_Type_HasToBeTheFiles(string? type, bool fits)
    {
        TinyModel.Chat(Model);

        var fault = ModelFileCheck.Chat(Model, new LocalModelOptions { Type = type }).Fault;

        Assert.Equal(fits, fault is null);
        Assert.True(fits || fault!.Contains("MODEL_TYPE says qwen2", StringComparison.Ordinal), fault);
    }

    [Fact]
    public void Chat_TooBig_SaysHowMuchIsNeededAndAllowed()
    {
        TinyModel.Chat(Model);

        var fault = ModelFileCheck.Chat(Model, new LocalModelOptions { MemoryMegabytes = 3, Slots = 16, ContextTokens = 100_000 }).Fault;

        // 256 bytes for each of 8,192 tokens in 16 slots.
        Assert.Contains("0.034 GB for the conversations of 16 slots", fault, StringComparison.Ordinal);
        Assert.Contains("MODEL_MEMORY_MB allows 0.003 GB", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Chat_PartMissing_NamesIt()
    {
        var second = Path.Combine(folder, "m-00002-of-00002.gguf");
        TinyModel.Chat(second, also: static file =>
        {
            file.Number("split.count", 2);
            file.Number("split.no", 1);
        });

        var fault = ModelFileCheck.Chat(second, new LocalModelOptions()).Fault;
        File.Move(second, Model);

        Assert.Equal("is one of 2 parts, and m-00001-of-00002.gguf is not beside it.", fault);
        Assert.Contains("does not end in -00002-of-00002.gguf", ModelFileCheck.Chat(Model, new LocalModelOptions()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_FileAndEndpoint_ExcludeEachOther()
    {
        TinyModel.Chat(Model);
        var options = new LocalModelOptions { Path = Model, ApiUrl = "http://localhost:1/v1", EmbeddingPath = folder };

        var result = new LocalModelRules().Validate(null, options);

        Assert.Equal(
            ["MODEL_PATH and LLM_API_URL are both set: leave one of them out.", $"EMBEDDING_MODEL_PATH: {folder} is a folder: name the .gguf file in it."],
            result.Failures);
    }
}
