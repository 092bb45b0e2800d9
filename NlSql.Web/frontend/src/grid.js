// A window onto a result that stays on the server: draws the rows in view, fetches pages as they come near, forgets old ones.
// A cell is null, a text, or [shown, raw]. Everything from the database is set as text, never as markup.

const rowHeight = 28;
const pageSize = 100;
const pagesKept = 20;
const copyLimit = 20000;
let grids = 0;

const raw = cell => cell === null ? '' : Array.isArray(cell) ? cell[1] : cell;
const plain = text => /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
const element = (tag, role, className) => {
  const e = document.createElement(tag);
  if (role) e.setAttribute('role', role);
  if (className) e.className = className;
  return e;
};

export function create(host, dotnet, info) { return new Grid(host, dotnet, info); }

class Grid {
  constructor(host, dotnet, info) {
    this.host = host;
    this.dotnet = dotnet;
    this.info = info;
    this.id = `grid${++grids}`;
    this.pages = new Map();
    this.pending = new Set();
    this.sort = null;
    this.active = { row: 0, column: 0 };
    this.anchor = null;
    this.marked = new Map();
    this.drawn = new Map();
    this.generation = 0;
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

    this.head = element('div', 'row', 'grid-head');
    this.head.setAttribute('aria-rowindex', '1');
    this.headers = info.columns.map((column, i) => this.header(column, i));
    this.head.append(...this.headers);
    this.body = element('div', 'rowgroup', 'grid-body');
    this.body.style.height = `${rowHeight * info.rows}px`;
    host.replaceChildren(this.head, this.body);
    await this.fetch(0);
    this.layout();
    this.listeners();
    this.draw();
  }

  header(column, index) {
    const e = element('div', 'columnheader', column.right ? 'grid-cell right' : 'grid-cell');
    e.id = `${this.id}-h-${index}`;
    e.setAttribute('aria-colindex', String(index + 1));
    e.setAttribute('aria-sort', 'none');
    e.title = `${column.name} · ${column.type}`;
    const name = element('span', null, 'grid-name');
    name.textContent = column.name;
    const arrow = element('span', null, 'grid-arrow');
    arrow.setAttribute('aria-hidden', 'true');
    e.append(...(column.right ? [arrow, name] : [name, arrow]));
    return e;
  }

  // Widths from what the first page holds: no column wider than a sentence, none narrower than its name allows.
  layout() {
    const first = this.pages.get(0) ?? [];
    const widths = this.info.columns.map((column, i) => {
      const longest = first.reduce((most, row) => Math.max(most, this.shown(row[i]).length), column.name.length + 2);
      return Math.max(72, Math.min(340, Math.ceil(longest * 7.6) + 24));
    });
    const total = widths.reduce((a, b) => a + b, 0);
    this.host.style.setProperty('--grid-columns', widths.map((w, i) => `minmax(${w}px, ${this.info.columns[i].right ? w : w * 2}fr)`).join(' '));
    this.host.style.setProperty('--grid-width', `${total}px`);
    this.total = total;
  }

  shown(cell) { return cell === null ? 'NULL' : Array.isArray(cell) ? cell[0] : cell === '' ? "''" : cell; }

  async fetch(page) {
    if (this.pages.has(page) || this.pending.has(page) || page * pageSize >= this.info.rows) return;
    this.pending.add(page);
    const generation = this.generation;
    try {
      const rows = await this.dotnet.invokeMethodAsync('ReadPage', page * pageSize, pageSize, this.sort?.column ?? -1, this.sort?.descending ?? false);
      if (generation !== this.generation || rows === null) return;
      this.pages.set(page, rows);
      if (this.pages.size > pagesKept) this.pages.delete(this.pages.keys().next().value);
    } finally {
      this.pending.delete(page);
    }
  }

  row(index) { return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize]; }

  draw() {
    if (this.disposed) return;
    const top = Math.max(0, Math.floor(this.host.scrollTop / rowHeight) - 6);
    const bottom = Math.min(this.info.rows, top + Math.ceil(this.host.clientHeight / rowHeight) + 12);
    for (const [index, e] of this.drawn) if (index < top || index >= bottom) { e.remove(); this.drawn.delete(index); }
    const missing = new Set();
    for (let i = top; i < bottom; i++) {
      const values = this.row(i);
      if (!values) missing.add(Math.floor(i / pageSize));
      let e = this.drawn.get(i);
      if (e && e.dataset.empty && values) { e.remove(); e = null; }
      if (!e) {
        e = this.drawRow(i, values);
        this.drawn.set(i, e);
        this.body.append(e);
      }
      this.paint(i, e);
    }
    for (const page of missing) this.fetch(page).then(() => this.draw());
    this.host.setAttribute('aria-activedescendant', this.active.row < 0 ? `${this.id}-h-${this.active.column}` : `${this.id}-${this.active.row}-${this.active.column}`);
    if (!this.drawn.has(this.active.row) && this.active.row >= 0) this.host.removeAttribute('aria-activedescendant');
  }

  drawRow(index, values) {
    const e = element('div', 'row', 'grid-row');
    e.style.top = `${index * rowHeight}px`;
    e.setAttribute('aria-rowindex', String(index + 2));
    if (!values) e.dataset.empty = 'true';
    this.info.columns.forEach((column, i) => {
      const cell = element('div', 'gridcell', column.right ? 'grid-cell right' : 'grid-cell');
      cell.id = `${this.id}-${index}-${i}`;
      cell.setAttribute('aria-colindex', String(i + 1));
      cell.dataset.row = String(index);
      cell.dataset.column = String(i);
      if (values) {
        const value = values[i];
        cell.textContent = this.shown(value);
        if (value === null || value === '') cell.classList.add('nothing');
        else cell.title = raw(value).slice(0, 2000);
      } else cell.textContent = '\u00a0';
      e.append(cell);
    });
    return e;
  }

  range() {
    const a = this.anchor ?? this.active;
    const b = this.active;
    return { top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) };
  }

  paint(index, e) {
    const r = this.range();
    const inRows = this.used && index >= r.top && index <= r.bottom;
    const marks = this.marked.get(index) ?? this.marked.get(-1);
    [...e.children].forEach((cell, i) => {
      const selected = inRows && i >= r.left && i <= r.right;
      cell.classList.toggle('selected', selected);
      cell.setAttribute('aria-selected', String(selected));
      cell.classList.toggle('active', this.used && index === this.active.row && i === this.active.column);
      cell.classList.toggle('marked', !!(marks?.has(i) || this.marked.get(-1)?.has(i)));
    });
  }

  listeners() {
    const { host } = this;
    host.addEventListener('scroll', () => { if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); }); }, { passive: true });
    host.addEventListener('keydown', e => this.key(e));
    host.addEventListener('focus', () => { this.used = true; this.draw(); });
    this.used = document.activeElement === host;
    this.head.addEventListener('click', e => {
      const index = this.headers.findIndex(h => h.contains(e.target));
      if (index >= 0) this.sortBy(index);
    });
    this.body.addEventListener('mousedown', e => {
      const cell = e.target.closest('.grid-cell');
      if (!cell || e.button !== 0) return;
      e.preventDefault();
      host.focus({ preventScroll: true });
      this.select(+cell.dataset.row, +cell.dataset.column, e.shiftKey);
      const move = m => {
        const over = document.elementFromPoint(m.clientX, m.clientY)?.closest?.('.grid-cell');
        if (over && this.body.contains(over)) this.select(+over.dataset.row, +over.dataset.column, true);
      };
      const up = () => { document.removeEventListener('mousemove', move); document.removeEventListener('mouseup', up); };
      document.addEventListener('mousemove', move);
      document.addEventListener('mouseup', up);
    });
    this.resize = new ResizeObserver(() => this.draw());
    this.resize.observe(host);
  }

  key(e) {
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor(this.host.clientHeight / rowHeight) - 2);
    const last = { row: this.info.rows - 1, column: this.info.columns.length - 1 };
    const jump = e.ctrlKey || e.metaKey;
    const moves = {
      ArrowDown: [jump ? last.row : row + 1, column], ArrowUp: [jump ? 0 : row - 1, column],
      ArrowRight: [row, jump ? last.column : column + 1], ArrowLeft: [row, jump ? 0 : column - 1],
      PageDown: [row + page, column], PageUp: [row - page, column],
      Home: [jump ? 0 : row, 0], End: [jump ? last.row : row, last.column]
    };
    if (moves[e.key]) {
      e.preventDefault();
      const lowest = e.key === 'ArrowUp' && !e.shiftKey && !jump ? -1 : 0;
      this.select(Math.max(lowest, Math.min(last.row, moves[e.key][0])), Math.max(0, Math.min(last.column, moves[e.key][1])), e.shiftKey);
    } else if (jump && e.key.toLowerCase() === 'c') { e.preventDefault(); this.copy(); }
    else if (jump && e.key.toLowerCase() === 'a') { e.preventDefault(); this.anchor = { row: 0, column: 0 }; this.active = last; this.told(); this.draw(); }
    else if ((e.key === 'Enter' || e.key === ' ') && row < 0) { e.preventDefault(); this.sortBy(column); }
  }

  select(row, column, extend) {
    this.used = true;
    if (!extend) this.anchor = null;
    else this.anchor ??= { ...this.active };
    this.active = { row, column };
    this.headers.forEach((h, i) => h.classList.toggle('active', row < 0 && i === column));
    this.intoView(row, column);
    this.draw();
    this.told();
  }

  intoView(row, column) {
    const { host } = this;
    if (row >= 0) {
      const y = row * rowHeight;
      const room = host.clientHeight - rowHeight;
      if (y < host.scrollTop) host.scrollTop = y;
      else if (y + rowHeight > host.scrollTop + room) host.scrollTop = y + rowHeight - room;
    }
    const h = this.headers[column];
    if (h.offsetLeft < host.scrollLeft) host.scrollLeft = h.offsetLeft;
    else if (h.offsetLeft + h.offsetWidth > host.scrollLeft + host.clientWidth) host.scrollLeft = h.offsetLeft + h.offsetWidth - host.clientWidth;
  }

  // Count, sum and average of what is selected and loaded; the server words it.
  told() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      const r = this.range();
      const cells = (r.bottom - r.top + 1) * (r.right - r.left + 1);
      let sum = 0;
      let numbers = 0;
      let loaded = 0;
      for (let i = Math.max(0, r.top); i <= r.bottom && cells > 1; i++) {
        const values = this.row(i);
        if (!values) continue;
        for (let j = r.left; j <= r.right; j++) {
          loaded++;
          const value = values[j];
          if (value === null || !this.info.columns[j].sums) continue;
          const number = Number(raw(value));
          if (Number.isFinite(number)) { sum += number; numbers++; }
        }
      }
      this.dotnet.invokeMethodAsync('OnSelection', cells, loaded, numbers, sum);
    }, 80);
  }

  async sortBy(column) {
    const was = this.sort;
    this.sort = was?.column !== column ? { column, descending: this.info.columns[column].right } : was.descending === this.info.columns[column].right ? { column, descending: !was.descending } : null;
    await this.reload();
    this.dotnet.invokeMethodAsync('OnSorted', this.sort?.column ?? -1, this.sort?.descending ?? false);
  }

  async reload() {
    this.generation++;
    this.pages.clear();
    this.pending.clear();
    this.marked.clear();
    this.headers.forEach((h, i) => {
      const on = this.sort?.column === i;
      h.setAttribute('aria-sort', on ? (this.sort.descending ? 'descending' : 'ascending') : 'none');
      h.querySelector('.grid-arrow').textContent = on ? (this.sort.descending ? '↓' : '↑') : '';
    });
    await this.fetch(Math.floor(Math.floor(this.host.scrollTop / rowHeight) / pageSize));
    for (const e of this.drawn.values()) e.remove();
    this.drawn.clear();
    this.draw();
  }

  /** Marks cells ([row, column]; row -1 is the whole column) in the result's own order and brings the first into view. */
  async mark(cells) {
    await this.ready;
    if (this.sort) { this.sort = null; await this.reload(); this.dotnet.invokeMethodAsync('OnSorted', -1, false); }
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
    const r = this.range();
    const top = Math.max(0, r.top);
    const bottom = Math.min(r.bottom, top + copyLimit - 1);
    const lines = [];
    if (r.top < 0 || (r.top === 0 && r.bottom === this.info.rows - 1 && r.bottom > 0)) lines.push(this.info.columns.slice(r.left, r.right + 1).map(c => plain(c.name)).join('\t'));
    for (let i = top; i <= bottom; i++) {
      if (!this.row(i)) await this.fetch(Math.floor(i / pageSize));
      const values = this.row(i);
      if (!values) break;
      lines.push(values.slice(r.left, r.right + 1).map(v => plain(raw(v))).join('\t'));
    }
    const { copy } = await import(new URL(this.info.shell, document.baseURI).href);
    const done = await copy(lines.join('\n'));
    this.host.focus({ preventScroll: true });
    this.dotnet.invokeMethodAsync('OnCopied', done, (bottom - top + 1) * (r.right - r.left + 1));
  }

  dispose() {
    this.disposed = true;
    this.resize?.disconnect();
    clearTimeout(this.telling);
    this.host.replaceChildren();
  }
}
