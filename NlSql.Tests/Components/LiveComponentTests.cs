using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using MudBlazor;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Layout;
using NlSql.Web.Components.Pages;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Conversations;

namespace NlSql.Tests.Components;

/// <summary>Loads end with their page, and what nobody awaits is not lost.</summary>
public sealed class LiveComponentTests : PageContext
{
    [Theory]
    [InlineData(typeof(Schema))]
    [InlineData(typeof(Arrival))]
    public async Task Page_Left_CancelsItsLoad(Type page)
    {
        Database.Catalog = null;
        Render(builder => { builder.OpenComponent(0, page); builder.CloseComponent(); });
        Assert.False(Database.Asked.IsCancellationRequested);

        await DisposeComponentsAsync();

        Assert.True(Database.Asked.IsCancellationRequested);
    }

    [Fact]
    public void Background_ThatFails_ComesToTheBoundary()
    {
        var (loading, page) = RenderInBoundary();

        loading.Begin(() => Task.FromException(new InvalidOperationException("Nobody awaits this.")));

        page.WaitForAssertion(() => Assert.Equal("Nobody awaits this.", page.Find(".caught").TextContent));
    }

    [Fact]
    public async Task Background_ThatEndsBecauseThePageIsLeft_IsNoFault()
    {
        var (loading, page) = RenderInBoundary();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = loading.DoAsync(async () =>
        {
            began.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, loading.Life);
        });
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken);

        await loading.DisposeAsync();

        // Also what comes of a fault is over then.
        await work.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken);
        Assert.True(loading.Life.IsCancellationRequested);
        Assert.Empty(loading.Shown);
        Assert.Empty(page.FindAll(".caught"));
    }

    [Fact]
    public async Task Script_ThatFailsOrIsGone_IsSaidToTheCallerOnly()
    {
        var (loading, _) = RenderInBoundary();

        Assert.True(await loading.CallAsync(() => Task.CompletedTask));
        Assert.False(await loading.CallAsync(() => throw new JSException("undefined is not a function")));
        Assert.False(await loading.CallAsync(() => throw new JSDisconnectedException("gone")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => loading.CallAsync(() => throw new InvalidOperationException("Not the browser's.")));
    }

    [Fact]
    public void Database_ReadAnewWithAFault_IsSaidWithAnId()
    {
        var page = Render<Arrival>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".examples button")));

        Database.Fault = new InvalidOperationException("A bug.");
        Database.Move(new DatabaseState(DatabasePhase.Ready, "Ready"));

        page.WaitForAssertion(() => Assert.Contains("while the schema was read.", page.Find(".message.bad").TextContent, StringComparison.Ordinal));
        Assert.Matches("^[0-9a-f]{32}$", page.Find(".message.bad code").TextContent);
    }

    [Fact]
    public async Task Navigation_WhoseListCannotBeRead_SaysSoAndStays()
    {
        var menu = Render<NavMenu>();

        Conversations.Fault = new InvalidOperationException("A bug.");
        await menu.InvokeAsync(() => Services.GetRequiredService<ConversationState>().OpenAsync(null, Xunit.TestContext.Current.CancellationToken));

        menu.WaitForAssertion(() => Assert.Contains("could not be read", Notice(), StringComparison.Ordinal));
        Assert.Contains("New question", menu.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Navigation_WhoseFirstListCannotBeRead_SaysSoAndStays()
    {
        Conversations.Fault = new InvalidOperationException("A bug.");

        var menu = Render<NavMenu>();

        menu.WaitForAssertion(() => Assert.Contains("could not be read", Notice(), StringComparison.Ordinal));
        Assert.Contains("New question", menu.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Navigation_ConversationThatCannotBeDeleted_SaysSoAndStays()
    {
        Conversations.Keep(new() { Id = "t1", ConversationId = "c1", Question = "How many orders?", AskedAt = Clock.GetUtcNow() });
        var dialogs = Render<MudDialogProvider>();
        var menu = Render<NavMenu>();
        menu.WaitForAssertion(() => menu.Find("button.delete"));

        Conversations.Fault = new IOException("The disk is full.");
        var asked = menu.InvokeAsync(() => menu.Find("button.delete").ClickAsync());
        dialogs.WaitForAssertion(() => dialogs.Find("button.primary"));
        await dialogs.InvokeAsync(() => dialogs.Find("button.primary").ClickAsync());
        await asked;

        menu.WaitForAssertion(() => Assert.Contains("“How many orders?” could not be deleted", Notice(), StringComparison.Ordinal));
        Assert.Contains("How many orders?", menu.Markup, StringComparison.Ordinal);
    }

    private string? Notice() => Assert.Single(Services.GetRequiredService<ISnackbar>().ShownSnackbars).Message?.ToString();

    private (Loading Loading, IRenderedComponent<ErrorBoundary> Page) RenderInBoundary()
    {
        var page = Render<ErrorBoundary>(parameters => parameters
            .AddChildContent<Loading>()
            .Add(boundary => boundary.ErrorContent, fault => builder => builder.AddMarkupContent(0, $"<p class=\"caught\">{fault.Message}</p>")));
        return (page.FindComponent<Loading>().Instance, page);
    }

    private sealed class Loading : LiveComponent
    {
        public CancellationToken Life => Gone;

        public List<Exception> Shown { get; } = [];

        public void Begin(Func<Task> work) => Background(work);

        public Task DoAsync(Func<Task> work) => WatchAsync(work);

        public Task<bool> CallAsync(Func<Task> call) => InBrowserAsync(call);

        protected override Task FaultAsync(Exception fault)
        {
            Shown.Add(fault);
            return base.FaultAsync(fault);
        }
    }
}
