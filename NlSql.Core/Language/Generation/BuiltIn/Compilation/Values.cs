using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Writes expressions over the rows, or the groups, of one SELECT.</summary>
internal abstract class Values
{
    /// <param name="expression">What is to be written.</param>
    /// <param name="view">Where the tables that it names are seen from.</param>
    public abstract SqlExpression Of(Expression expression, Way view);

    /// <summary>The ways to the tables whose rows it reads; none for what is a figure over several rows.</summary>
    public abstract IEnumerable<Way> Ways(Expression expression, Way view);

    protected static SqlExpression? Constant(Expression expression) => expression switch
    {
        NumberConstant number => new NumberExpression(number.Value),
        TextConstant text => new TextExpression(text.Value),
        DateConstant date => new DateExpression(date.Value),
        _ => null,
    };
}
