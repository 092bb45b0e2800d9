using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NlSql.LocalModel;
using NlSql.LocalModel.Inference;
using NlSql.LocalModel.Serving;

if (args is ["--check"])
{
    return LlamaLibraries.Check();
}

if (ServerArguments.Read(args, out var fault) is not { } arguments)
{
    await Console.Error.WriteLineAsync(fault).ConfigureAwait(false);
    return 2;
}

ParentWatch.Start(arguments.SocketPath);
var builder = WebApplication.CreateSlimBuilder();
// Nothing is logged but what goes wrong in the server itself; questions and answers never are.
builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.ListenUnixSocket(arguments.SocketPath);
});
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
builder.Services.ConfigureHttpJsonOptions(json =>
{
    json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
    json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
});
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(arguments);
builder.Services.AddSingleton<ModelHost>();
builder.Services.AddHostedService(services => services.GetRequiredService<ModelHost>());
var app = builder.Build();
app.MapHealth();
app.MapChat();
app.MapEmbeddings();
await app.RunAsync().ConfigureAwait(false);
return 0;
