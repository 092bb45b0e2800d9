// The headings: names, sort arrows, and the widths that head and rows share.
import { element, shown } from './cells.js';

export class Header {
  constructor(gridId, columns) {
    this.columns = columns;
    this.row = element('div', 'row', 'grid-head');
    this.row.setAttribute('aria-rowindex', '1');
    this.cells = columns.map((column, i) => heading(`${gridId}-h-${i}`, column, i));
    this.row.append(...this.cells);
  }

  indexOf(target) { return this.cells.findIndex(cell => cell.contains(target)); }

  /** No column is wider than a sentence, none narrower than its name allows. */
  layout(style, firstRows) {
    const widths = this.columns.map((column, i) => {
      const longest = firstRows.reduce((most, row) => Math.max(most, shown(row[i]).length), column.name.length + 2);
      return Math.max(72, Math.min(340, Math.ceil(longest * 7.6) + 24));
    });
    style.setProperty('--grid-columns', widths.map((w, i) => `minmax(${w}px, ${this.columns[i].right ? w : w * 2}fr)`).join(' '));
    style.setProperty('--grid-width', `${widths.reduce((a, b) => a + b, 0)}px`);
  }

  showSort(sort) {
    this.cells.forEach((cell, i) => {
      const on = sort?.column === i;
      cell.setAttribute('aria-sort', on ? (sort.descending ? 'descending' : 'ascending') : 'none');
      cell.querySelector('.grid-arrow').textContent = on ? (sort.descending ? '↓' : '↑') : '';
    });
  }

  showActive(active) {
    this.cells.forEach((cell, i) => cell.classList.toggle('active', active.row < 0 && i === active.column));
  }

  /** Numbers begin with the largest; a third turn gives back the result's own order. */
  nextSort(was, column) {
    const first = this.columns[column].right;
    if (was?.column !== column) return { column, descending: first };
    return was.descending === first ? { column, descending: !first } : null;
  }
}

function heading(id, column, index) {
  const e = element('div', 'columnheader', column.right ? 'grid-cell right' : 'grid-cell');
  e.id = id;
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
