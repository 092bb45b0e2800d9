// What is drawn anew may take the focused element away, and the browser then leaves the focus nowhere: whoever works with keys or a screen
// reader would start at the top of the page again. This puts it on what comes next in the same turn.

let last = null;
let turn = null;
let beforeDialog = null;

const nowhere = () => !document.activeElement || document.activeElement === document.body;
const within = '.mud-dialog, [popover]';
// Stop while something goes on; the draft's Run while its editor is open; else the rows, or what a message offers.
const next = [
  '.stages button', '.running button', '.text ~ .foot button.run:not(:disabled)', '.cm-content', '.result .grid', '.message button', '.message a', '.fold'
];

document.addEventListener('focusin', e => {
  last = e.target;
  turn = last.closest('.turn');
  if (!last.closest(within)) beforeDialog = last;
});

// Who clicks on empty ground has put the focus away on purpose.
document.addEventListener('focusout', e => {
  if (!e.relatedTarget) setTimeout(() => { if (last?.isConnected && nowhere()) last = null; });
});

function recover() {
  if (!last || last.isConnected || !nowhere()) return;
  const target = (beforeDialog?.isConnected && beforeDialog !== last ? beforeDialog : null)
    ?? (turn?.isConnected ? next.map(selector => turn.querySelector(selector)).find(e => e?.checkVisibility()) : null)
    ?? document.getElementById('question') ?? document.getElementById('main');
  last = null;
  target?.focus({ preventScroll: true });
}

new MutationObserver(recover).observe(document.body, { childList: true, subtree: true });
