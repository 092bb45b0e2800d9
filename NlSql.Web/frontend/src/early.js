// What is typed before the page is live. The prerendered question box is replaced when the circuit stands, and on a slow link that takes
// seconds: this keeps text, caret and focus across the change, and remembers Enter or a click on Ask until somebody can take it. A classic
// script in the head, so that it is there before the box can be seen; the box's owner (shell.js) marks it with data-owned.

(() => {
  const root = document.documentElement;
  const key = 'nlsql-question';
  let box = null;
  let caret = null;
  let leaving = false;

  const unowned = target => target instanceof HTMLTextAreaElement && target.id === 'question' && !('owned' in target.dataset);
  const stored = () => { try { return sessionStorage.getItem(key) ?? ''; } catch { return ''; } };
  const remember = () => { root.dataset.asked = 'early'; };

  function place(area) {
    area.focus({ preventScroll: true });
    area.setSelectionRange(caret.start, caret.end);
  }

  for (const type of ['input', 'focusin', 'keyup', 'pointerup', 'select'])
    document.addEventListener(type, e => {
      if (!unowned(e.target)) return;
      leaving = false;
      caret = { start: e.target.selectionStart, end: e.target.selectionEnd };
      if (type !== 'input') return;
      // Whoever types on has not finished the question after all.
      delete root.dataset.asked;
      try { sessionStorage.setItem(key, e.target.value); } catch { /* storage switched off */ }
    }, true);

  document.addEventListener('pointerdown', e => { leaving = e.target !== box; }, true);

  document.addEventListener('keydown', e => {
    if (e.key === 'Tab') leaving = true;
    if (!unowned(e.target) || e.isComposing || e.key !== 'Enter' || e.shiftKey || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    remember();
  }, true);

  // Without this the browser would send the form itself, and load the page again.
  document.addEventListener('submit', e => {
    if (!unowned(e.target.querySelector?.('#question'))) return;
    e.preventDefault();
    e.stopPropagation();
    remember();
  }, true);

  // The live page moves the focus to its heading first; who is typing stays in the box, at once, so that no letter goes elsewhere.
  document.addEventListener('focusin', e => {
    if (!caret || e.target === box || !box?.isConnected || !unowned(box)) return;
    if (leaving) caret = null; else place(box);
  }, true);

  new MutationObserver(() => {
    const area = document.getElementById('question');
    if (area === box) return;
    box = area;
    if (!unowned(area)) return;
    if (!area.value) area.value = stored();
    if (caret) place(area);
  }).observe(document, { childList: true, subtree: true });
})();
