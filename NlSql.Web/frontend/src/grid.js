// A window onto a result that stays on the server: draws the rows in view and fetches pages as they come near. Its parts are in grid/.
import { drawRow, element, rowHeight } from './grid/cells.js';
import { Header } from './grid/header.js';
import { Rows } from './grid/rows.js';
import { Selection } from './grid/selection.js';
import { Track } from './grid/track.js';

let grids = 0;

export function create(host, dotnet, info) { return new Grid(host, dotnet, info); }

class Grid {
  constructor(host, dotnet, info) {
    this.host = host;
    this.dotnet = dotnet;
    this.info = info;
    this.id = `grid${++grids}`;
    this.rows = new Rows(dotnet, info.rows);
    this.header = new Header(this.id, info.columns);
    this.selection = new Selection(this.rows, info.columns);
    this.track = new Track(host, info.rows);
    this.marked = new Map();
    this.drawn = new Map();
    this.ready = this.start();
  }

  async start() {
    const { host, info } = this;
    host.setAttribute('role', 'grid');
    host.setAttribute('aria-label', info.label);
    host.setAttribute('aria-rowcount', String(info.rows + 1));
    host.setAttribute('aria-colcount', String(info.columns.length));
    host.setAttribute('aria-multiselectable', 'true');
    host.tabIndex = 0;
    this.body = element('div', 'rowgroup', 'grid-body');
    this.body.style.height = `${this.track.height}px`;
    host.replaceChildren(this.header.row, this.body);
    await this.rows.fetch(0);
    this.header.layout(host, this.rows.first);
    this.listeners();
    this.draw();
  }

  draw() {
    if (this.disposed) return;
    const { active } = this.selection;
    const { shift } = this.track;
    const top = Math.max(0, this.track.first - 6);
    const bottom = Math.min(this.info.rows, top + Math.ceil(this.host.clientHeight / rowHeight) + 12);
    for (const [index, e] of this.drawn) if (index < top || index >= bottom) { e.remove(); this.drawn.delete(index); }
    for (let i = top; i < bottom; i++) {
      const values = this.rows.row(i);
      let e = this.drawn.get(i);
      if (e && e.dataset.empty && values) { e.remove(); e = null; }
      if (!e) {
        e = drawRow(this.id, this.info.columns, i, values);
        this.drawn.set(i, e);
        this.body.append(e);
      }
      e.style.top = `${i * rowHeight + shift}px`;
      this.paint(i, e);
    }
    this.fetchMissing(top, bottom);
    if (active.row < 0) this.host.setAttribute('aria-activedescendant', `${this.id}-h-${active.column}`);
    else if (this.drawn.has(active.row)) this.host.setAttribute('aria-activedescendant', `${this.id}-${active.row}-${active.column}`);
    else this.host.removeAttribute('aria-activedescendant');
  }

  // Both ends: a window is smaller than a page, so no page lies between them.
  fetchMissing(top, bottom) {
    for (const index of new Set([top, bottom - 1])) {
      if (index >= 0 && !this.rows.row(index)) this.rows.fetch(index).then(() => { if (this.rows.row(index)) this.draw(); });
    }
  }

  paint(index, e) {
    const { active, range } = this.selection;
    const inRows = this.used && index >= range.top && index <= range.bottom;
    const marks = [this.marked.get(index), this.marked.get(-1)];
    [...e.children].forEach((cell, i) => {
      const selected = inRows && i >= range.left && i <= range.right;
      cell.classList.toggle('selected', selected && this.selection.cells > 1);
      cell.setAttribute('aria-selected', String(selected));
      cell.classList.toggle('active', this.used && index === active.row && i === active.column);
      cell.classList.toggle('marked', marks.some(columns => columns?.has(i) || columns?.has(-1)));
    });
  }

  listeners() {
    const { host } = this;
    host.addEventListener('scroll', () => { this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.draw(); }); }, { passive: true });
    host.addEventListener('keydown', e => this.key(e));
    host.addEventListener('focus', () => { this.used = true; this.draw(); });
    this.used = document.activeElement === host;
    this.header.row.addEventListener('click', e => {
      const index = this.header.indexOf(e.target);
      if (index >= 0) this.sortBy(index);
    });
    this.body.addEventListener('mousedown', e => this.press(e));
    this.resize = new ResizeObserver(() => this.draw());
    this.resize.observe(host);
  }

  press(e) {
    const cell = e.target.closest('.grid-cell');
    if (!cell || e.button !== 0) return;
    e.preventDefault();
    this.host.focus({ preventScroll: true });
    this.select(+cell.dataset.row, +cell.dataset.column, e.shiftKey);
    const move = m => {
      const over = document.elementFromPoint(m.clientX, m.clientY)?.closest?.('.grid-cell');
      if (over && this.body.contains(over)) this.select(+over.dataset.row, +over.dataset.column, true);
    };
    document.addEventListener('mousemove', move);
    document.addEventListener('mouseup', () => document.removeEventListener('mousemove', move), { once: true });
  }

  key(e) {
    const to = this.selection.target(e, Math.floor(this.host.clientHeight / rowHeight) - 2);
    const command = e.ctrlKey || e.metaKey;
    if (to) { e.preventDefault(); this.select(to.row, to.column, e.shiftKey); }
    else if (command && e.key.toLowerCase() === 'c') { e.preventDefault(); this.copy(); }
    else if (command && e.key.toLowerCase() === 'a') { e.preventDefault(); this.selection.all(); this.tell(); this.draw(); }
    else if (!command && (e.key === 'Enter' || e.key === ' ') && this.selection.active.row < 0) {
      e.preventDefault();
      this.sortBy(this.selection.active.column);
    }
  }

  select(row, column, extend) {
    this.used = true;
    this.selection.moveTo(row, column, extend);
    this.header.showActive(this.selection.active);
    this.intoView(row, column);
    this.draw();
    this.tell();
  }

  intoView(row, column) {
    const { host } = this;
    if (row >= 0) this.track.intoView(row);
    const h = this.header.cells[column];
    if (!h) return;
    if (h.offsetLeft < host.scrollLeft) host.scrollLeft = h.offsetLeft;
    else if (h.offsetLeft + h.offsetWidth > host.scrollLeft + host.clientWidth) host.scrollLeft = h.offsetLeft + h.offsetWidth - host.clientWidth;
  }

  // The server words it; a drag must not ask it for each cell that it passes.
  tell() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      const { loaded, numbers, sum } = this.selection.summary();
      this.dotnet.invokeMethodAsync('OnSelection', this.selection.cells, loaded, numbers, sum);
    }, 80);
  }

  async sortBy(column) { await this.order(this.header.nextSort(this.rows.sort, column)); }

  async order(sort) {
    this.rows.reorder(sort);
    this.marked.clear();
    this.header.showSort(sort);
    await this.rows.fetch(this.track.first);
    for (const e of this.drawn.values()) e.remove();
    this.drawn.clear();
    this.draw();
    this.dotnet.invokeMethodAsync('OnSorted', sort?.column ?? -1, sort?.descending ?? false);
  }

  /** Marks cells ([row, column]; row -1 is the whole column, column -1 the whole row) in the result's own order and brings the first into view. */
  async mark(cells) {
    await this.ready;
    const { rows, columns } = this.info;
    cells = cells.filter(([row, column]) => row < rows && column < columns.length);
    if (this.rows.sort) await this.order(null);
    this.marked.clear();
    for (const [row, column] of cells) {
      if (!this.marked.has(row)) this.marked.set(row, new Set());
      this.marked.get(row).add(column);
    }
    if (cells.length) {
      const first = cells.reduce((a, b) => b[0] < a[0] ? b : a);
      this.intoView(Math.max(0, Math.min(first[0], this.info.rows - 1)), first[1]);
    }
    this.draw();
  }

  async copy() {
    const { text, rows, wanted, columns, missing } = await this.selection.text();
    const { copy } = await import(new URL(this.info.shell, document.baseURI).href);
    const done = (rows > 0 || wanted === 0) && await copy(text);
    this.host.focus({ preventScroll: true });
    this.dotnet.invokeMethodAsync('OnCopied', done, rows, wanted, columns, missing);
  }

  dispose() {
    this.disposed = true;
    this.resize?.disconnect();
    clearTimeout(this.telling);
    this.host.replaceChildren();
  }
}
