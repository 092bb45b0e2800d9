namespace NlSql.Core.Language.Generation.Witnessing;

/// <summary>Is told what no draft says: every call of a model, failed ones too, and every draft of a vote. Called by one thread at a time.</summary>
public interface IGenerationWitness
{
    /// <summary>A model was called; told when the call and what was made of its answer are over, however they ended.</summary>
    void Called(ModelExchange exchange);

    /// <summary>A draft was tried for a vote.</summary>
    void Tried(DraftVote vote);
}
