using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>Whether what is kept was asked of the database that is asked now.</summary>
public sealed class ConnectedDatabase(IAnalyticsDatabases databases)
{
    /// <summary>The one that is asked now.</summary>
    public AskedDatabase Now => databases.Default.Identity;

    /// <summary>True as well for what versions kept that did not note it: nobody knows better.</summary>
    public bool Is(AskedDatabase? asked) => asked is null || asked.IsSameAs(Now);

    /// <summary>
    /// As <see cref="Is"/>; where the addresses differ after the first connection, as only then the server's own number is known. Without a database by its
    /// address alone.
    /// </summary>
    public async ValueTask<bool> IsAsync(AskedDatabase? asked, CancellationToken cancellationToken)
    {
        if (asked?.System is not null && !Is(asked))
        {
            try
            {
                await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PipelineFailureException)
            {
                // Whoever needs the database is told so by what asks it.
            }
        }

        return Is(asked);
    }

    /// <summary>Why nothing can be asked or run there.</summary>
    public PipelineFailure Elsewhere(AskedDatabase asked) => new(
        FailureParty.Caller,
        FailureTypes.OtherDatabase,
        $"This was asked of the database {asked.Name}; {Connection}.",
        "Ask it anew in a new conversation, or connect that database (DB_HOST, DB_PORT, DB_NAME) to go on with this one.");

    /// <summary>To what NlSql is connected instead, as the second half of a sentence.</summary>
    public string Connection => $"you are connected to {Now.Name}";
}
