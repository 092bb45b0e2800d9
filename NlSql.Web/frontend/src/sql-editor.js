// CodeMirror 6 as NlSql's SQL editor. The server owns the text while SQL streams in or runs; the analyst owns it in between.
import { EditorState, Compartment, Prec, Annotation } from '@codemirror/state';
import { EditorView, tooltips, keymap, lineNumbers, drawSelection, highlightSpecialChars, placeholder } from '@codemirror/view';
import { defaultKeymap, history, historyKeymap, indentMore, indentLess } from '@codemirror/commands';
import { autocompletion, closeCompletion, completionKeymap, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { bracketMatching, syntaxHighlighting, HighlightStyle, indentOnInput } from '@codemirror/language';
import { searchKeymap, highlightSelectionMatches } from '@codemirror/search';
import { setDiagnostics } from '@codemirror/lint';
import { sql, PostgreSQL } from '@codemirror/lang-sql';
import { tags } from '@lezer/highlight';

const fromServer = Annotation.define();

// Colours are the page's own tokens, so light and dark need no second theme. Identifiers keep the text colour.
const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--code-keyword)', fontWeight: '500' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--code-type)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--muted)', fontStyle: 'italic' }
]);

const look = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--text)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--muted)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 16px', minWidth: '24px' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-selectionMatch, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--soft)', outline: '1px solid var(--line)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad) 1.5px', textUnderlineOffset: '3px' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '8px', boxShadow: 'var(--shadow)',
    overflow: 'hidden'
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '12px', maxHeight: 'none', overflow: 'hidden' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '4px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--text)' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', fontSize: '13px', padding: '8px 12px', maxWidth: '480px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--text)', borderColor: 'var(--line)' }
});

/** Makes an editor in `host`; `dotnet` is told of changes (OnChanged), Ctrl+Enter (OnRun) and leaving (OnLeave). */
export function create(host, dotnet, options) {
  const language = new Compartment();
  const locked = new Compartment();
  const lock = on => [EditorState.readOnly.of(on), EditorView.contentAttributes.of({ 'aria-readonly': String(on) })];
  const speak = schema => sql({ dialect: PostgreSQL, schema: schema ?? {}, defaultSchema: options.defaultSchema, upperCaseKeywords: true });
  let timer = 0;
  let sent = options.text ?? '';

  const push = () => {
    clearTimeout(timer);
    // Half a surrogate pair cannot cross to the server: the call would fail unseen.
    const text = view.state.doc.toString().toWellFormed();
    if (text === sent) return Promise.resolve();
    sent = text;
    return dotnet.invokeMethodAsync('OnChanged', text);
  };

  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: sent,
      extensions: [
        Prec.highest(keymap.of([
          { key: 'Mod-Enter', run: () => { closeCompletion(view); push().then(() => dotnet.invokeMethodAsync('OnRun')); return true; } },
          // Tab leaves the editor, as everywhere on the page; indenting has its own keys.
          { key: 'Mod-]', run: indentMore },
          { key: 'Mod-[', run: indentLess }
        ])),
        placeholder('Type SQL'),
        lineNumbers(), highlightSpecialChars(), drawSelection(), history(), bracketMatching(), closeBrackets(), indentOnInput(), highlightSelectionMatches(),
        // Above the line: below it stands Run.
        autocompletion({ activateOnTyping: true, icons: false, aboveCursor: true, maxRenderedOptions: 6 }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        tooltips({ position: 'fixed', parent: document.body }),
        // Whoever leaves for Run means what stands here now.
        EditorView.domEventHandlers({ blur: () => { push(); } }),
        EditorView.contentAttributes.of({ 'aria-label': options.label ?? 'SQL', spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
        look, syntaxHighlighting(highlighting),
        language.of(speak(options.schema)), locked.of(lock(!!options.readOnly)),
        EditorView.updateListener.of(update => {
          if (!update.docChanged || update.transactions.some(t => t.annotation(fromServer))) return;
          clearTimeout(timer);
          timer = setTimeout(push, 250);
        })
      ]
    })
  });

  // A long line scrolls sideways: whoever uses keys alone must be able to do that too.
  view.scrollDOM.tabIndex = 0;
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      sent = text;
      const current = view.state.doc.toString();
      // Streaming only ever appends: keep the scroll position and the lines already drawn.
      const changes = text.startsWith(current) ? { from: current.length, insert: text.slice(current.length) } : { from: 0, to: current.length, insert: text };
      view.dispatch({ changes, annotations: fromServer.of(true) });
    },
    setReadOnly(on) {
      if (on) closeCompletion(view);
      view.dispatch({ effects: locked.reconfigure(lock(on)) });
    },
    setSchema(schema) { view.dispatch({ effects: language.reconfigure(speak(schema)) }); },
    mark(span) {
      const length = view.state.doc.length;
      const to = span && Math.min(Math.max(span.start + span.length, span.start + 1), length);
      const found = span && span.start <= length ? [{ from: span.start, to, severity: 'error', message: span.message }] : [];
      view.dispatch(setDiagnostics(view.state, found));
    },
    flush: push,
    focus() { view.focus(); },
    dispose() { clearTimeout(timer); view.destroy(); }
  };
}
