namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>What was measured with what: stands in the report, and keeps two different runs out of one folder.</summary>
/// <param name="Cases">Name of the file.</param>
/// <param name="CasesHash">SHA-256 of the cases that were taken, 64 hexadecimal digits.</param>
/// <param name="Count">How many were taken.</param>
/// <param name="Of">How many the file has.</param>
/// <param name="Generator">See <c>--generator</c>.</param>
/// <param name="Model">As the endpoint knows it; null where none is configured.</param>
/// <param name="TemplateHash">Of the prompt's template.</param>
/// <param name="ModelSees">What of the data the model is shown.</param>
/// <param name="HeldOut">Databases that nobody had in view; empty where none were named.</param>
/// <param name="Product">Version of NlSql.</param>
public sealed record EvalRunFacts(
    string Cases,
    string CasesHash,
    int Count,
    int Of,
    string Generator,
    string? Model,
    string? TemplateHash,
    string? ModelSees,
    bool AnswerAlways,
    IReadOnlyList<string> HeldOut,
    string Product)
{
    /// <summary>Tables that were found for a question at most; null for the product's own number.</summary>
    public int? Tables { get; init; }

    /// <summary>Settings that a model's answers depend on, <c>LLM_VOTES=3</c>; empty where none is asked.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether the other one continues this one: the same cases, answered by the same under the same settings.</summary>
    public bool IsSameRun(EvalRunFacts other) => Key == other.Key && OtherSettings(other).Count == 0;

    /// <summary>What the other one is set to and this one is not.</summary>
    public IReadOnlyList<string> OtherSettings(EvalRunFacts other) => [.. other.Settings.Except(Settings, StringComparer.Ordinal)];

    private (string, string, string?, string?, string?, bool, string, int?) Key =>
        (CasesHash, Generator, Model, TemplateHash, ModelSees, AnswerAlways, Product, Tables);
}
