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

  /** No column is wider than a sentence, none narrower than its name allows; else as wide as the browser draws its longest value. */
  layout(host, firstRows) {
    const { style } = host;
    const probes = this.columns.map((column, i) => {
      const longest = firstRows.reduce((most, row) => shown(row[i]).length > most.length ? shown(row[i]) : most, '');
      return [probe(host, longest), probe(host, `${column.name} ↓`)];
    });
    const widths = probes.map(pair => Math.min(340, Math.max(72, ...pair.map(e => Math.ceil(e.getBoundingClientRect().width)))));
    probes.flat().forEach(e => e.remove());
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

/** A cell that is as wide as its text, out of sight. */
function probe(host, text) {
  const e = element('div', null, 'grid-cell probe');
  e.textContent = text.slice(0, 200);
  host.append(e);
  return e;
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
