using Microsoft.AspNetCore.Components;
using NlSql.Web.State.Turns;

namespace NlSql.Web.Components.Turns;

/// <summary>What can be done from within a turn, for every part of it that offers it; cascaded by the page that does it.</summary>
/// <param name="Ask">Asks another question.</param>
/// <param name="Run">Runs what stands in the turn's editor.</param>
/// <param name="Retry">Drafts the turn again.</param>
/// <param name="ShowDetails">Opens or closes the panel on the right.</param>
public sealed record TurnActions(EventCallback<string> Ask, EventCallback<TurnState> Run, EventCallback<TurnState> Retry, EventCallback<TurnState> ShowDetails);
