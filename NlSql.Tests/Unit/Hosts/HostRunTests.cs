using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NlSql.Core.Foundation.Failures;
using NlSql.Web.Infrastructure;

namespace NlSql.Tests.Unit.Hosts;

public sealed class HostRunTests
{
    [Theory]
    [InlineData(FailureParty.Database, FailureTypes.DatabaseError, ExitCodes.Database)]
    [InlineData(FailureParty.Infrastructure, FailureTypes.NativeLibraryMissing, ExitCodes.Machine)]
    [InlineData(FailureParty.Caller, FailureTypes.SettingsInvalid, ExitCodes.Usage)]
    public async Task RunUntilStoppedAsync_StartFails_EndsWithTheCodeOfTheFailure(FailureParty party, string type, int code)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.Configure<NlSql.Core.Foundation.Serving.ServingOptions>(options => options.Port = 0);
        builder.Services.AddSingleton<IHostedService>(new Failing(new PipelineFailure(party, type, "It does not start.")));
        await using var app = builder.Build();

        Assert.Equal(code, await app.RunUntilStoppedAsync());
    }

    private sealed class Failing(PipelineFailure failure) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new PipelineFailureException(failure);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
