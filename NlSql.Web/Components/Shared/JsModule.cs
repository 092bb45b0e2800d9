using Microsoft.JSInterop;

namespace NlSql.Web.Components.Shared;

/// <summary>The one way in which components hold and let go of JavaScript objects.</summary>
internal static class JsModule
{
    /// <summary>Imports a module by the URL that <c>Assets</c> gave; a leading <c>./</c> makes it relative to the page's base.</summary>
    public static ValueTask<IJSObjectReference> ImportAsync(this IJSRuntime js, string url) =>
        js.InvokeAsync<IJSObjectReference>("import", url.StartsWith('/') || url.StartsWith("./", StringComparison.Ordinal) ? url : "./" + url);

    /// <summary>Calls one function of a module and lets go of it.</summary>
    public static async Task CallAsync(this IJSRuntime js, string url, string function, params object?[] arguments)
    {
        var module = await js.ImportAsync(url);
        await module.InvokeVoidAsync(function, arguments);
        await module.ReleaseAsync();
    }

    /// <summary>
    /// Calls the object's own <c>dispose</c> when <paramref name="hasDispose"/>, then lets go of it. A browser that has gone is no error, and
    /// neither is a script that fails while it clears up: the console of the browser tells of it.
    /// </summary>
    public static async ValueTask ReleaseAsync(this IJSObjectReference? reference, bool hasDispose = false)
    {
        if (reference is null)
        {
            return;
        }

        try
        {
            if (hasDispose)
            {
                await reference.InvokeVoidAsync("dispose");
            }

            await reference.DisposeAsync();
        }
        catch (JSException)
        {
            // A leaving part must not take down what stays.
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its objects with it.
        }
        catch (OperationCanceledException)
        {
            // The circuit ends while the call waits.
        }
    }
}
