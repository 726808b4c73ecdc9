// A wide table on a narrow screen hides columns. Here every cell gets the name of its column, and the
// roles that it has as a table, so that page.css can show each row as a block without losing either.
const ROLES = [
  ['thead, tbody, tfoot', 'rowgroup'],
  ['tr', 'row'],
  ['thead th', 'columnheader'],
  ['tbody th, tfoot th', 'rowheader'],
  ['td', 'cell'],
];

for (const table of document.querySelectorAll('.table-frame > table')) {
  if (table.tHead !== null) {
    name(table);
  }
}

function name(table) {
  const columns = [...table.tHead.rows[0].cells].map((cell) => (cell.querySelector('.visually-hidden') ? '' : cell.innerText.trim()));
  table.setAttribute('role', 'table');
  ROLES.forEach(([selector, role]) => table.querySelectorAll(selector).forEach((node) => node.setAttribute('role', role)));
  table.querySelectorAll('td:not([colspan])').forEach((cell) => {
    cell.dataset.column = columns[cell.cellIndex] ?? '';
  });
  table.classList.add('stacked');
}
