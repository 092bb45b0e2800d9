using NlSql.Core;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;
using NlSql.Web.Api;
using NlSql.Web.Components;
using NlSql.Web.Infrastructure;
using NlSql.Web.Infrastructure.Access;

var arguments = HostArguments.Parse(args);
if (arguments.ShowVersion)
{
    await Console.Out.WriteLineAsync($"NlSql {ProductVersion.Current}");
    return ExitCodes.Ok;
}

if (arguments.Fault is not null || arguments.ShowHelp)
{
    await (arguments.ShowHelp ? Console.Out : Console.Error).WriteLineAsync(arguments.Fault ?? HostArguments.Usage);
    return arguments.ShowHelp ? ExitCodes.Ok : ExitCodes.Usage;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.Configuration.AddInMemoryCollection(arguments.Settings);
if (arguments.CheckHealth)
{
    return await HealthProbe.RunAsync(builder.Configuration);
}

builder.AddHost();
builder.Services.AddNlSql(builder.Configuration).AddApi().AddWebUi();

await using var app = builder.Build();
if (app.Services.GetRequiredService<SettingsInspector>().FindFaults() is { Count: > 0 } faults)
{
    await StartupFaults.PrintAsync(faults, app);
    return ExitCodes.Usage;
}

app.UseHost();
app.MapHealth().MapSignIn().MapApi();
app.MapWebUi();
return await app.RunUntilStoppedAsync();
