// How cells look. A cell is null, a text, or [shown, raw]. Everything from the database is set as text, never as markup.

export const rowHeight = 28;

export const raw = cell => cell === null ? '' : Array.isArray(cell) ? cell[1] : cell;
export const shown = cell => cell === null ? 'NULL' : Array.isArray(cell) ? cell[0] : cell === '' ? "''" : cell;

export function element(tag, role, className) {
  const e = document.createElement(tag);
  if (role) e.setAttribute('role', role);
  if (className) e.className = className;
  return e;
}

/** A row; without values, a placeholder of the same height. */
export function drawRow(gridId, columns, index, values) {
  const e = element('div', 'row', 'grid-row');
  e.setAttribute('aria-rowindex', String(index + 2));
  if (!values) e.dataset.empty = 'true';
  columns.forEach((column, i) => {
    const cell = element('div', 'gridcell', column.right ? 'grid-cell right' : 'grid-cell');
    cell.id = `${gridId}-${index}-${i}`;
    cell.setAttribute('aria-colindex', String(i + 1));
    cell.dataset.row = String(index);
    cell.dataset.column = String(i);
    if (values) {
      const value = values[i];
      cell.textContent = shown(value);
      if (value === null || value === '') cell.classList.add('nothing');
      else cell.title = raw(value).slice(0, 2000);
    } else cell.textContent = '\u00a0';
    e.append(cell);
  });
  return e;
}
