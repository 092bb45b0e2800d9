using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Answers;

/// <summary>Registers what hosts need to answer programs.</summary>
public static class AnswersRegistration
{
    public static IServiceCollection AddAnswers(this IServiceCollection services) => services.AddSingleton<ResultExport>();
}
