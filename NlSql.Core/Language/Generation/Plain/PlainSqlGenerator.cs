using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Answers;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.Plain;

/// <summary>
/// What the model does by itself, to measure everything else against: the whole schema as CREATE TABLE with keys and comments, the question last, one answer.
/// No values, no rules, no repair.
/// </summary>
/// <param name="mends">Whether the schema mends what it answers.</param>
internal sealed class PlainSqlGenerator(ModelEndpoint endpoint, IChatClient client, ModelOptions options, WordKnowledge knowledge, bool mends) : ISqlGenerator
{
    public string Name => endpoint.GeneratorName;

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ChatMessage[] messages = [new(ChatRole.User, Prompt(request))];
        var call = new ChatOptions { Temperature = options.Temperature, MaxOutputTokens = options.MaxTokens };
        var work = new ModelWork(endpoint.Model, "", PromptHash.Of(messages)) { Calls = 1 };
        var reader = new SqlAnswerReader();
        await foreach (var update in client.GetStreamingResponseAsync(messages, call, cancellationToken).ConfigureAwait(false))
        {
            work = work.With(update);
            reader.Read(update.Text);
            if (reader.IsOver)
            {
                break;
            }
        }

        reader.Finish();
        if (reader.Sql.Length == 0)
        {
            throw new PipelineFailureException(ModelFailures.Unusable("The model's answer contains no SQL.", "Ask in other words.", isTransient: true));
        }

        var healed = mends
            ? SqlHealer.Heal(reader.Sql, SchemaGraph.Of(request.Catalog, knowledge.Dictionary), request.Schema)
            : new HealedSql(reader.Sql, []);
        yield return new SqlDrafted(new SqlDraft { Sql = healed.Sql, Generator = Name, Work = work with { Corrections = healed.Clauses } });
    }

    private static string Prompt(GenerationRequest request)
    {
        var text = new StringBuilder();
        foreach (var table in request.Catalog.Tables)
        {
            Append(text, table, request.Catalog);
        }

        text.Append("\nWrite one PostgreSQL query that answers the question. Answer with the SQL only.\n");
        if (!string.IsNullOrWhiteSpace(request.Instructions))
        {
            text.Append("Hint: ").Append(request.Instructions.Trim()).Append('\n');
        }

        return text.Append("Question: ").Append(request.Question.Trim()).ToString();
    }

    private static void Append(StringBuilder text, TableInfo table, SchemaCatalog catalog)
    {
        text.Append("CREATE TABLE ").Append(PromptName.Of(table.Name)).Append(" (\n");
        foreach (var column in table.Columns)
        {
            text.Append("  ").Append(PromptName.Of(column.Name)).Append(' ').Append(TypeName.Short(column.DataType)).Append(',');
            text.Append(string.IsNullOrWhiteSpace(column.Comment) ? "\n" : $" -- {column.Comment.ReplaceLineEndings(" ")}\n");
        }

        if (table.PrimaryKey.Count > 0)
        {
            text.Append("  PRIMARY KEY (").AppendJoin(", ", table.PrimaryKey.Select(PromptName.Of)).Append("),\n");
        }

        foreach (var key in catalog.ForeignKeys.Where(key => key.IsDeclared && key.From == table.Name))
        {
            text.Append("  FOREIGN KEY (").AppendJoin(", ", key.FromColumns.Select(PromptName.Of)).Append(") REFERENCES ").Append(PromptName.Of(key.To))
                .Append(" (").AppendJoin(", ", key.ToColumns.Select(PromptName.Of)).Append("),\n");
        }

        text.Append(");\n");
    }
}
