using BenchmarkDotNet.Running;
using NlSql.Benchmarks.Costs;
using NlSql.Benchmarks.Execution;
using NlSql.Benchmarks.Guarding;
using NlSql.Benchmarks.Load;
using NlSql.Benchmarks.Schema;

if (args is ["export"])
{
    await ExportMeasurement.RunAsync();
    return;
}

if (args is ["load", "--model-port", var port, .. { Length: > 0 } measured])
{
    await LoadMeasurement.RunAsync(measured, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["load", .. { Length: > 0 } services])
{
    await LoadMeasurement.RunAsync(services, modelPort: 0);
    return;
}

if (args is ["guard", .. var calls])
{
    GuardMeasurement.Run(calls is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
    return;
}

if (args is ["costs", .. var only])
{
    await CostMeasurement.RunAsync(string.Join(' ', only));
    return;
}

if (args is ["facts", .. var databases])
{
    await FactSurvey.RunAsync(databases);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
