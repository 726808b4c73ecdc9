import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenIn, isUsable, leftOutInWords, partsOf, sizeInWords, summaryOf } from '../../frontend/static/geotarget/map/upload_report.js';
import { attributesOf, zonesOf } from '../../frontend/static/geotarget/map/zone_names.js';

const square = { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] };
const mended = { type: 'MultiPolygon', coordinates: [] };
const good = { number: 1, label: 'A', geometry: square, area_m2: 5, is_area: true, fault: null };
const bad = { number: 2, label: 'B', geometry: square, area_m2: null, is_area: true, fault: { message: 'x', place: null }, repair: { geometry: mended, area_m2: 3 } };
const lost = { number: 3, label: '', geometry: null, area_m2: null, is_area: true, fault: { message: 'y', place: null } };
const line = { number: 4, label: '', geometry: null, area_m2: null, is_area: false, fault: { message: 'z', place: [1, 2] } };
const report = { form: 'SOSI', layers: [{ features: [] }, { features: [good, bad, lost, line] }] };

test('a report in a sentence', () => {
  assert.equal(summaryOf(report), 'SOSI: 3 areas, 2 with faults');
  assert.equal(summaryOf({ form: 'GML', layers: [{ features: [good] }] }), 'GML: 1 area');
});

test('what is chosen, by layer, number and which', () => {
  assert.deepEqual(chosenIn(report, ['1 1 shape', '1 2 repair']), [
    { feature: good, geometry: square, name: 'A' },
    { feature: bad, geometry: mended, name: 'B' },
  ]);
});

test('a faulty shape can be used as its repair alone', () => {
  assert.deepEqual([good, bad, lost].map(isUsable), [true, true, false]);
});

test('everything that has a shape is shown, each in its kind', () => {
  assert.deepEqual(partsOf(report).map(({ kind }) => kind), ['good', 'bad', 'proposed']);
});

test('what is no area is told in words', () => {
  assert.equal(leftOutInWords('MultiLineString', 3), '3 lines');
  assert.equal(leftOutInWords('Point', 1), '1 point');
  assert.equal(leftOutInWords('GeometryCollection', 2), '2 mixed');
});

test('sizes as people say them', () => {
  assert.equal(sizeInWords(340.4, 'nb'), '340 m²');
  assert.equal(sizeInWords(423_456, 'nb'), '0,42 km²');
});

test('areas of one name are one zone, with its kind before it', () => {
  const of = (label, attributes) => ({ feature: { label, attributes }, geometry: label });
  const parts = [of('a', { krets: 'Nord', nr: '1' }), of('b', { krets: 'Nord' }), of('c', { nr: '3' }), of('', { krets: 'Skolekrets sør' })];
  assert.deepEqual(attributesOf(parts.map(({ feature }) => feature)), ['krets', 'nr']);
  assert.deepEqual(zonesOf(parts, 'krets', ' Skolekrets '), {
    zones: [{ name: 'Skolekrets Nord', shapes: ['a', 'b'] }, { name: 'Skolekrets sør', shapes: [''] }],
    unnamed: 1,
  });
  assert.deepEqual(zonesOf(parts, '', '').zones.map(({ name }) => name), ['a', 'b', 'c']);
  assert.deepEqual(zonesOf([], '', ''), { zones: [], unnamed: 0 });
});
