using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Turns.Pipeline.Progress;

public sealed class TurnProgressTests
{
    private static readonly SqlDraft Draft = new()
    {
        Sql = "SELECT count(*) FROM orders",
        Generator = "built-in",
        NotUnderstood = ["purple"],
        Notes = ["The model was down.", "Cancelled orders count."],
    };

    private static readonly StoredResult Result = new()
    {
        Id = "r1",
        Columns = [new ResultColumn("count", "bigint", ColumnKind.Integer)],
        RowCount = 1,
        Sql = "SELECT pg_catalog.count(*) FROM public.orders",
        RanAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(3),
    };

    private static readonly AnalysisFinished Analysis = new("There are 5.", "built-in", [], [], ["And by month?"], []);

    private static readonly PipelineEvent[] Drafting =
    [
        new TurnOpened("c1", "t1"),
        new StageStarted(PipelineStage.Retrieval, "Finding the tables"),
        new SchemaFound(new RetrievedSchema
        {
            Tables = [new RetrievedTable(new TableInfo { Name = new("public", "orders"), Columns = [] }, 1, RetrievalReason.Matched, "its name")],
        }) { Duration = TimeSpan.FromMilliseconds(2) },
        new StageStarted(PipelineStage.Generation, "Writing SQL"),
        new SqlTokenWritten("SELECT wrong"),
        new GeneratorNoted("The model was down."),
        new SqlTokenWritten("SELECT "),
        new SqlTokenWritten("count(*)"),
        new DraftWritten(Draft) { Duration = TimeSpan.FromMilliseconds(7) },
        new StageStarted(PipelineStage.Guarding, "Checking the SQL"),
        new VerdictGiven(new GuardApproval(new ApprovedSql(Result.Sql, []))) { Duration = TimeSpan.FromMilliseconds(1) },
        new PlanEstimated(new PlanEstimate(1, 10, [], false)),
        new WaitingForReview("t1", 2),
    ];

    private static readonly PipelineEvent[] Running =
    [
        new StageStarted(PipelineStage.Guarding, "Checking the SQL"),
        new VerdictGiven(new GuardApproval(new ApprovedSql(Result.Sql, []))) { Duration = TimeSpan.FromMilliseconds(4) },
        new StageStarted(PipelineStage.Execution, "Running"),
        new RowsCounted(1),
        new ResultReady(Result) { Duration = Result.Duration },
        new ChartChosen(new ChartSpec { Kind = ChartKind.Bar, Title = "t", Reason = "r", Y = [0] }),
        new StageStarted(PipelineStage.Analysis, "Reading the result"),
        new AnalysisWritten("There "),
        new AnalysisWritten("are 5."),
        new AnalysisReady(Analysis),
        new FollowUpsSuggested(Analysis.FollowUps),
        new TurnDone(),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void After_Tokens_TextGrowsAndTheStatementIsThereWhenItIsWhole()
    {
        var states = States(TurnProgress.None.BeginDraft(), Drafting);

        Assert.Equal(["SELECT wrong", "", "SELECT ", "SELECT count(*)", Draft.Sql], states.Skip(5).Take(5).Select(state => state.Sql));
        Assert.All(states.Take(9), state => Assert.Null(state.Statement));
        Assert.Equal(Draft.Sql, states[9].Statement);
    }

    [Fact]
    public void After_WholeDraft_KnowsAllThatWasSaid()
    {
        var drafted = States(TurnProgress.None.BeginDraft(), Drafting)[^1];

        Assert.Equal(TurnStatus.WaitingForReview, drafted.Status);
        Assert.Equal(("c1", "t1", 2), (drafted.ConversationId, drafted.TurnId, drafted.Version));
        Assert.Equal(new TurnTable("orders", "its name"), Assert.Single(drafted.Tables));
        Assert.Equal(["The model was down.", "Cancelled orders count."], drafted.Notes);
        Assert.Equal(["purple"], drafted.NotUnderstood);
        Assert.Equal(Result.Sql, drafted.Approved?.Text);
        Assert.Equal(10, drafted.Estimate?.Cost);
        Assert.Equal(
            [(PipelineStage.Retrieval, 2.0), (PipelineStage.Generation, 7.0), (PipelineStage.Guarding, 1.0)],
            drafted.Timings.Select(stage => (stage.Key, stage.Value)));
    }

    [Fact]
    public void After_WholeRun_KeepsTheDraftAndHasTheAnswer()
    {
        var drafted = States(TurnProgress.None.BeginDraft(), Drafting)[^1];

        var states = States(drafted.BeginRun(Draft.Sql!), Running);

        Assert.All(states.SkipLast(1), state => Assert.Equal(TurnStatus.Running, state.Status));
        Assert.Equal(["There ", "There are 5."], states.Where(state => state.AnalysisText.Length > 0).Select(state => state.AnalysisText).Distinct());
        var done = states[^1];
        Assert.Equal(TurnStatus.Answered, done.Status);
        Assert.Equal((Draft, Result, ChartKind.Bar, Analysis), (done.Draft, done.Result, done.Chart!.Kind, done.Analysis));
        Assert.Equal(["And by month?"], done.FollowUps);
        Assert.Equal(1, done.RowsSoFar);
        Assert.Equal(4, done.Timings[PipelineStage.Guarding]);
    }

    [Fact]
    public void BeginRun_AnotherText_DropsWhatWasSaidOfTheFirst()
    {
        var drafted = States(TurnProgress.None.BeginDraft(), Drafting)[^1];

        Assert.NotNull(drafted.BeginRun(Draft.Sql!).Estimate);
        Assert.NotNull(drafted.BeginRun(Draft.Sql!).Approved);
        var edited = drafted.BeginRun("SELECT 2");

        Assert.Null(edited.Estimate);
        Assert.Null(edited.Verdict);
        Assert.Equal("SELECT 2", edited.Statement);
    }

    [Fact]
    public void BeginRun_AfterAnAnswer_ShowsNoOldRows()
    {
        var done = States(TurnProgress.None.BeginRun("SELECT 1"), Running)[^1];

        var again = done.BeginRun("SELECT 2");

        Assert.Equal((null, null, null, "", 0L), (again.Result, again.Chart, again.Analysis, again.AnalysisText, again.RowsSoFar));
        Assert.Empty(again.FollowUps);
    }

    [Fact]
    public void BeginDraft_AfterAFailure_KeepsTheResultAndForgetsTheRest()
    {
        var done = States(TurnProgress.None.BeginRun("SELECT 1"), Running)[^1].Failed(new(FailureParty.Guard, FailureTypes.SqlRefused, "no"));
        Assert.Equal(TurnStatus.Refused, done.Status);

        var again = done.BeginDraft();

        Assert.Equal(TurnStatus.Drafting, again.Status);
        Assert.Equal(Result, again.Result);
        Assert.Equal((null, null, null, null), (again.Failure, again.Verdict, again.Draft, again.Statement));
        Assert.Empty(again.Stages);
    }

    [Fact]
    public void Abandoned_Busy_IsStoppedAndAnEndedTurnIsNot()
    {
        Assert.Equal(TurnStatus.Stopped, TurnProgress.None.BeginRun("SELECT 1").Abandoned().Status);
        Assert.Equal(TurnStatus.Answered, States(TurnProgress.None.BeginRun("SELECT 1"), Running)[^1].Abandoned().Status);
    }

    [Fact]
    public void Of_StoredTurn_IsWhatTheStreamHadComeTo()
    {
        var refusal = new GuardRefusal("function-not-listed", "no");
        var turn = new Turn
        {
            Id = "t1",
            ConversationId = "c1",
            Question = "q",
            AskedAt = DateTimeOffset.UnixEpoch,
            Status = TurnStatus.Refused,
            Draft = Draft,
            Tables = [new TurnTable("public.orders", "its name")],
            Versions = [
                new SqlVersion(1, "SELECT 1", "built-in", DateTimeOffset.UnixEpoch, null, null),
                new SqlVersion(2, "SELECT 2", "analyst", DateTimeOffset.UnixEpoch, refusal, null)
            ],
            Result = Result,
            Analysis = Analysis,
            Timings = new Dictionary<string, double> { ["Execution"] = 3, ["Retrieval"] = 2 },
        };

        var progress = TurnProgress.Of(turn);

        Assert.Equal(("SELECT 2", "SELECT 2", 2), (progress.Sql, progress.Statement, progress.Version));
        Assert.Equal((TurnStatus.Refused, refusal, Draft, Result), (progress.Status, progress.Refusal, progress.Draft, progress.Result));
        Assert.Equal([(PipelineStage.Retrieval, 2.0), (PipelineStage.Execution, 3.0)], progress.Timings.Select(stage => (stage.Key, stage.Value)));
        Assert.Equal(["And by month?"], progress.FollowUps);
    }

    [Fact]
    public async Task AnswerAsync_ApprovedDraft_RunsTheReadableTextOfTheSameTurn()
    {
        RunRequest? ran = null;
        var pipeline = new ScriptedPipeline((_, token) => Steps.Of(Drafting, token), (request, token) =>
        {
            ran = request;
            return Steps.Of(Running, token);
        });

        var steps = await pipeline.AnswerAsync(new DraftRequest("how many"), analyze: true, Token).ToListAsync(Token);

        Assert.Equal((Draft.Sql, "t1", "how many", true), (ran!.Sql, ran.TurnId, ran.Question, ran.Analyze));
        Assert.Equal(TurnStatus.Answered, steps[^1].Progress.Status);
        Assert.Equal(["purple"], steps[^1].Progress.NotUnderstood);
    }

    [Fact]
    public async Task AnswerAsync_RefusedDraft_RunsNothing()
    {
        object[] refused =
        [
            new DraftWritten(Draft),
            new VerdictGiven(new GuardRefusal("not-a-query", "no")),
            new TurnFailed(new(FailureParty.Guard, FailureTypes.SqlRefused, "no")),
        ];
        var pipeline = new ScriptedPipeline((_, token) => Steps.Of(refused, token));

        var steps = await pipeline.AnswerAsync(new DraftRequest("how many"), analyze: false, Token).ToListAsync(Token);

        Assert.Equal(TurnStatus.Refused, steps[^1].Progress.Status);
    }

    /// <summary>The state before the first event and after each.</summary>
    private static List<TurnProgress> States(TurnProgress begun, PipelineEvent[] events)
    {
        List<TurnProgress> states = [begun];
        foreach (var happened in events)
        {
            states.Add(states[^1].After(happened));
        }

        return states;
    }
}
