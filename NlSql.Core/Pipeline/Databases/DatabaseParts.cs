using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Catalog;
using NlSql.Core.Connections;
using NlSql.Core.Retrieval;
using NlSql.Core.Site;

namespace NlSql.Core.Pipeline.Databases;

/// <summary>The stages that a database is put together from.</summary>
internal sealed record DatabaseParts(
    IDataSourceFactory Sources,
    IRoleCheck Roles,
    ICatalogReader Catalogs,
    ISchemaIndexFactory Indexes,
    IOptions<DatabaseOptions> Options,
    SiteKnowledge Site,
    TimeProvider Time,
    ILogger<AnalyticsDatabase> Logger);
