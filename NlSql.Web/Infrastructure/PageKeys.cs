namespace NlSql.Web.Infrastructure;

/// <summary>Keys of the whole page, handed from the layout, which hears them, to the page, which acts on them.</summary>
public sealed class PageKeys
{
    public event Func<Task>? Run;

    public event Func<Task>? Escape;

    public Task RunAsync() => Run?.Invoke() ?? Task.CompletedTask;

    public Task EscapeAsync() => Escape?.Invoke() ?? Task.CompletedTask;
}
