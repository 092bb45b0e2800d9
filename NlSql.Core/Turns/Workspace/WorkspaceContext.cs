using Microsoft.EntityFrameworkCore;

namespace NlSql.Core.Turns.Workspace;

/// <summary>The tables of <see cref="WorkspaceSchema"/>.</summary>
internal sealed class WorkspaceContext(DbContextOptions<WorkspaceContext> options) : DbContext(options)
{
    public DbSet<ConversationRow> Conversations => Set<ConversationRow>();

    public DbSet<TurnRow> Turns => Set<TurnRow>();

    public DbSet<PairRow> Pairs => Set<PairRow>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ConversationRow>(row =>
        {
            row.ToTable("conversations");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.Title).HasColumnName("title");
            row.Property(r => r.Owner).HasColumnName("owner");
            row.Property(r => r.Shared).HasColumnName("shared");
            row.Property(r => r.Database).HasColumnName("database");
            row.Property(r => r.CreatedAt).HasColumnName("created_at");
            row.Property(r => r.UpdatedAt).HasColumnName("updated_at");
        });
        modelBuilder.Entity<TurnRow>(row =>
        {
            row.ToTable("turns");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.ConversationId).HasColumnName("conversation_id");
            row.Property(r => r.Ordinal).HasColumnName("ordinal");
            row.Property(r => r.Writer).HasColumnName("writer");
            row.Property(r => r.Record).HasColumnName("record");
        });
        modelBuilder.Entity<PairRow>(row =>
        {
            row.ToTable("pairs");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.Question).HasColumnName("question");
            row.Property(r => r.QuestionKey).HasColumnName("question_key");
            row.Property(r => r.Sql).HasColumnName("sql");
            row.Property(r => r.DatabaseId).HasColumnName("database_id");
            row.Property(r => r.Owner).HasColumnName("owner");
            row.Property(r => r.Shared).HasColumnName("shared");
            row.Property(r => r.Kind).HasColumnName("kind");
            row.Property(r => r.KeptAt).HasColumnName("kept_at");
        });
    }
}
