using BenchmarkDotNet.Running;
using NlSql.Benchmarks.Execution;
using NlSql.Benchmarks.Schema;

if (args is ["export"])
{
    await ExportMeasurement.RunAsync();
    return;
}

if (args is ["facts", .. var databases])
{
    await FactSurvey.RunAsync(databases);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
