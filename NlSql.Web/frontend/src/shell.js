// What the page does without asking the server: theme, keys, the composer's text, copying. Loaded on every page.

import './focus.js';

const root = document.documentElement;
const composerKey = 'nlsql-question';
let listener = null;
// Empty from when a question is asked until something is typed: Enter in a box untouched since then means that question.
let asked = null;

/** Sets light, dark or (empty) the system's choice, and remembers it in a cookie so that the server draws it at once. */
export function setTheme(theme) {
  if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  const path = new URL(document.baseURI).pathname;
  document.cookie = `nlsql-theme=${theme}; path=${path}; max-age=${theme ? 31536000 : 0}; samesite=lax`;
  window.dispatchEvent(new Event('nlsql-theme'));
}

export function isDark() {
  return root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

export function toggleTheme() {
  const dark = !isDark();
  setTheme(dark ? 'dark' : 'light');
  return dark;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without a secure context (plain http inside a company) there is no clipboard API.
    const area = Object.assign(document.createElement('textarea'), { value: text });
    area.setAttribute('aria-hidden', 'true');
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

export function save(name, url) {
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

export function focus(selector) {
  document.querySelector(selector)?.focus({ preventScroll: false });
}

/** Brings an element to the top of the column, below the edge. */
export function reveal(id, block) {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  document.getElementById(id)?.scrollIntoView({ block: block ?? 'start', behavior });
}

export function setTitle(title) {
  document.title = title;
}

const typing = target => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
const popUpOpen = () => document.querySelector('.cm-tooltip-autocomplete, [popover]:popover-open, dialog[open]:not(#components-reconnect-modal)');

/** Keys of the whole page; `dotnet` gets Run, Escape and Help. */
export function listen(dotnet) {
  listener = dotnet;
  root.dataset.live = 'true';
  return { dispose() { if (listener === dotnet) listener = null; } };
}

document.addEventListener('keydown', e => {
  if (!listener || e.defaultPrevented || e.isComposing) return;
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); listener.invokeMethodAsync('OnRunKey'); }
  else if (e.key === 'Escape' && !popUpOpen()) listener.invokeMethodAsync('OnEscapeKey');
  else if (e.key === '?' && !typing(e.target) && !e.ctrlKey && !e.altKey && !e.metaKey) { e.preventDefault(); listener.invokeMethodAsync('OnHelpKey'); }
  else if (e.key === '/' && !typing(e.target) && !e.ctrlKey && !e.metaKey) { e.preventDefault(); document.getElementById('question')?.focus(); }
});

// The text that is being typed outlives a reload and the moment in which the prerendered page becomes the live one.
document.addEventListener('input', e => {
  if (e.target instanceof HTMLTextAreaElement && e.target.id === 'question') {
    asked = null;
    keep(e.target.value);
    grow(e.target);
  }
});

function keep(text) {
  try { text ? sessionStorage.setItem(composerKey, text) : sessionStorage.removeItem(composerKey); } catch { /* storage switched off */ }
}

function grow(area) {
  area.style.height = 'auto';
  area.style.height = Math.min(area.scrollHeight, 160) + 'px';
}

/** Enter asks, Shift+Enter breaks the line, Up in an empty box recalls: decided here, without a round trip per key. */
export function composer(area, dotnet) {
  let recalled = -1;
  // From here on the box is this function's; until now early.js has kept what was typed.
  area.dataset.owned = '';
  try { if (!area.value) area.value = sessionStorage.getItem(composerKey) ?? ''; } catch { /* storage switched off */ }
  keep(area.value);
  grow(area);

  const set = text => { area.value = text; grow(area); keep(text); area.setSelectionRange(text.length, text.length); };
  let sending = false;
  let taken = false;
  let before = 0;
  // What is typed from now on is the next question. One that is not taken comes back.
  const submit = async () => {
    // Half a surrogate pair cannot cross to the server: the call would fail unseen.
    if (!area.value.isWellFormed()) area.value = area.value.toWellFormed();
    const text = area.value;
    if (sending && text === asked) return;
    [recalled, sending, taken, before] = [-1, true, false, document.querySelectorAll('.turn').length];
    set('');
    asked = '';
    try { await dotnet.invokeMethodAsync('Submit', text); } finally {
      sending = false;
      if (!taken && !area.value) { set(text); asked = null; }
    }
  };
  // Ask, Enter, Enter: the second runs the draft that waits, also before Run has the focus, and does nothing while one is being written.
  const again = () => {
    if (area.value !== asked) return false;
    // The draft may be on the page before the call that asked for it has come back.
    const turns = [...document.querySelectorAll('.turn')];
    if (sending && turns.length <= before) return true;
    const turn = turns.at(-1);
    const run = turn?.querySelector('button.run.primary:not(:disabled)');
    run?.click();
    return !!(run ?? turn?.querySelector('.stages, .running'));
  };
  const recall = async step => {
    const next = recalled + step;
    if (next < 0) { recalled = -1; set(''); return; }
    const text = await dotnet.invokeMethodAsync('Recall', next);
    if (text !== null) { recalled = next; set(text); }
  };
  const onKey = e => {
    if (e.isComposing) return;
    if (e.key === 'Enter' && !e.shiftKey && !e.ctrlKey && !e.metaKey) { e.preventDefault(); if (!again()) submit(); }
    else if (e.key === 'ArrowUp' && (!area.value || recalled >= 0)) { e.preventDefault(); recall(1); }
    else if (e.key === 'ArrowDown' && recalled >= 0) { e.preventDefault(); recall(-1); }
  };
  area.addEventListener('keydown', onKey);
  return {
    submit,
    set,
    clear() { taken = true; if (!area.value) asked = ''; },
    /** Takes the focus, and asks what Enter or Ask sent off before the page was live (early.js). */
    ready() {
      area.focus({ preventScroll: true });
      if (root.dataset.asked) { delete root.dataset.asked; submit(); }
    },
    dispose() { area.removeEventListener('keydown', onKey); }
  };
}

// The bar of a lost connection; Blazor tells each change by an event on its element. The page under it stays readable.
const bar = document.getElementById('components-reconnect-modal');
const states = { show: 'show', retrying: 'show', failed: 'failed' };

function connectionChanged({ detail: { state } }) {
  // The server does not know this circuit any more: the same address brings the same turns back.
  if (state === 'rejected') { location.reload(); return; }
  const back = state === 'hide' && root.dataset.connection;
  root.dataset.connection = states[state] ?? (back ? 'back' : 'connected');
  if (back) setTimeout(() => { if (root.dataset.connection === 'back') root.dataset.connection = 'connected'; }, 2500);
}

async function retry() {
  try { if (!await window.Blazor.reconnect()) location.reload(); } catch { /* still away: the bar stays */ }
}

if (bar) {
  bar.addEventListener('components-reconnect-state-changed', connectionChanged);
  document.addEventListener('click', e => { if (e.target instanceof Element && e.target.closest('[data-reconnect]')) retry(); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible' && root.dataset.connection === 'failed') retry(); });
}

/** Moves the focus to what is left, where what had it has gone. */
export function focusIfLost(id) {
  if (document.activeElement && document.activeElement !== document.body) return;
  document.getElementById(id)?.focus({ preventScroll: true });
}

/** Moves the focus to what comes next, unless the analyst has begun to write something else. */
export function focusUnlessTyping(id) {
  const active = document.activeElement;
  if (active instanceof HTMLTextAreaElement && active.value) return;
  if (active?.closest?.('.cm-editor')) return;
  const target = document.getElementById(id);
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'nearest' });
}
