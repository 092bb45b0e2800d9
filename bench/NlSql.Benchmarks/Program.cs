using BenchmarkDotNet.Running;
using NlSql.Benchmarks.Execution;

if (args is ["export"])
{
    await ExportMeasurement.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
