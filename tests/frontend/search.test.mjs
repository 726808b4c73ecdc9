import assert from 'node:assert/strict';
import test from 'node:test';
import { markedAfter } from '../../frontend/static/geotarget/map/combobox.js';
import { toldApart } from '../../frontend/static/geotarget/map/told_apart.js';

test('arrows lead through all hits, and by the field round again', () => {
  assert.deepEqual([-1, 0, 1].map((marked) => markedAfter('ArrowDown', marked, 2)), [0, 1, -1]);
  assert.deepEqual([-1, 0, 1].map((marked) => markedAfter('ArrowUp', marked, 2)), [1, -1, 0]);
});

test('what has a name of its own keeps it, twins are told with as many facts as it takes', () => {
  const hits = [
    { name: 'Torget', facts: ['Strandvik', '13 adresser'] },
    { name: 'Torget', facts: ['Fjellvik', '2 adresser'] },
    { name: 'Torget', facts: ['Fjellvik', '9 adresser'] },
    { name: 'Torget 1', facts: ['9994 STRANDVIK'] },
    { name: 'Torget', facts: ['lagret område, versjon 1'] },
  ];
  assert.deepEqual(toldApart(hits), [
    'Torget, Strandvik',
    'Torget, Fjellvik, 2 adresser',
    'Torget, Fjellvik, 9 adresser',
    'Torget 1',
    'Torget, lagret område, versjon 1',
  ]);
  assert.deepEqual(toldApart([]), []);
});
