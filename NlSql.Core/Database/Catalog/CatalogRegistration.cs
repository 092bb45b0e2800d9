using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Database.Catalog;

/// <summary>Registers the reader of the system catalogs.</summary>
public static class CatalogRegistration
{
    public static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.AddSingleton<ICatalogReader, CatalogReader>();
        return services;
    }
}
