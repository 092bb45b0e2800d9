using Microsoft.Extensions.Options;
using NlSql.Core.Language.LocalModel;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// What <c>auto</c> comes out as: a small model on this machine is asked where the built-in translator declines, any other model first. Measured with half a
/// billion parameters: docs/benchmarks.md.
/// </summary>
internal sealed class OrderBySize(IOptions<LocalModelOptions> local) : IPostConfigureOptions<GenerationOptions>
{
    public void PostConfigure(string? name, GenerationOptions options)
    {
        if (options.Order == "auto")
        {
            options.Order = local.Value.HasModel && LocalModelPlan.ForChat(local.Value).File.IsSmall ? GeneratorNames.BuiltIn : "model";
        }
    }
}
