// The active cell, the range around it, and what is told and copied of that range. Row -1 is the headings.
import { raw } from './cells.js';

/** Rows of one copy: a clipboard is no export. */
const copyLimit = 20000;
const plain = text => /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

export class Selection {
  constructor(rows, columns) {
    this.rows = rows;
    this.columns = columns;
    this.active = { row: 0, column: 0 };
    this.anchor = null;
  }

  get last() { return { row: this.rows.count - 1, column: this.columns.length - 1 }; }

  get range() {
    const a = this.anchor ?? this.active;
    const b = this.active;
    return { top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) };
  }

  get cells() {
    const r = this.range;
    return (r.bottom - r.top + 1) * (r.right - r.left + 1);
  }

  moveTo(row, column, extend) {
    if (!extend) this.anchor = null;
    else this.anchor ??= { ...this.active };
    this.active = { row, column };
  }

  all() {
    this.anchor = { row: 0, column: 0 };
    this.active = this.last;
  }

  /** Where a key leads, within the grid; null for a key that does not move. */
  target(e, visibleRows) {
    const { row, column } = this.active;
    const last = this.last;
    const jump = e.ctrlKey || e.metaKey;
    const page = Math.max(1, visibleRows);
    const to = {
      ArrowDown: [jump ? last.row : row + 1, column], ArrowUp: [jump ? 0 : row - 1, column],
      ArrowRight: [row, jump ? last.column : column + 1], ArrowLeft: [row, jump ? 0 : column - 1],
      PageDown: [row + page, column], PageUp: [row - page, column],
      Home: [jump ? 0 : row, 0], End: [jump ? last.row : row, last.column]
    }[e.key];
    if (!to) return null;
    const lowest = e.key === 'ArrowUp' && !e.shiftKey && !jump ? -1 : 0;
    return { row: Math.max(lowest, Math.min(last.row, to[0])), column: Math.max(0, Math.min(last.column, to[1])) };
  }

  /** Sum and count of the numbers that are selected and loaded. */
  summary() {
    const r = this.range;
    let [sum, numbers, loaded] = [0, 0, 0];
    for (let i = Math.max(0, r.top); i <= r.bottom && this.cells > 1; i++) {
      const values = this.rows.row(i);
      if (!values) continue;
      for (let j = r.left; j <= r.right; j++) {
        loaded++;
        const value = values[j];
        if (value === null || !this.columns[j].sums) continue;
        const number = Number(raw(value));
        if (Number.isFinite(number)) { sum += number; numbers++; }
      }
    }
    return { loaded, numbers, sum };
  }

  /**
   * For a spreadsheet; whole columns bring their headings along. `rows` of `wanted` rows are in it: fewer where the limit is reached, or,
   * `missing`, where a page did not come.
   */
  async text() {
    const r = this.range;
    const top = Math.max(0, r.top);
    const wanted = r.bottom - top + 1;
    const lines = [];
    const whole = r.top === 0 && r.bottom === this.rows.count - 1 && r.bottom > 0;
    const headed = r.top < 0 || whole;
    if (headed) lines.push(this.columns.slice(r.left, r.right + 1).map(c => plain(c.name)).join('\t'));
    let rows = 0;
    let missing = false;
    while (rows < Math.min(wanted, copyLimit)) {
      const index = top + rows;
      if (!this.rows.row(index)) await this.rows.fetch(index);
      const values = this.rows.row(index);
      missing = !values;
      if (missing) break;
      lines.push(values.slice(r.left, r.right + 1).map(v => plain(raw(v))).join('\t'));
      rows++;
    }
    return { text: lines.join('\n'), rows, wanted, columns: r.right - r.left + 1, missing };
  }
}
