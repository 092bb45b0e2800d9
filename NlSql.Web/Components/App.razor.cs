using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace NlSql.Web.Components;

/// <summary>
/// The document. Scripts and modules are addressed by their fingerprinted URLs, so that there is neither an import map nor any other
/// inline script: the content security policy allows none.
/// </summary>
public sealed partial class App : ComponentBase
{
    private const string ThemeCookie = "nlsql-theme";

    private static readonly InteractiveServerRenderMode InteractiveServer = new(prerender: true);

    [CascadingParameter]
    public HttpContext? Http { get; set; }

    /// <summary>Null follows the system.</summary>
    private string? Theme => Http?.Request.Cookies[ThemeCookie] is "light" or "dark" ? Http.Request.Cookies[ThemeCookie] : null;

    private string BasePath => $"{Http?.Request.PathBase}/";
}
