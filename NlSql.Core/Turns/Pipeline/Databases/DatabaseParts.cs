using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Turns.Pipeline.Databases;

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
