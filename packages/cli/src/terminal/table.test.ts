import pc from 'picocolors';
import { expect, test } from 'vitest';

import { chop, displayWidth, pad, renderTable } from './table.ts';

const on = pc.createColors(true);

test('measures what a terminal shows', () => {
  expect(displayWidth(on.red('abc'))).toBe(3);
  expect(displayWidth('日本')).toBe(4);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('🎉')).toBe(2);
});

test('pads coloured text by what is seen', () => {
  expect(displayWidth(pad(on.green('ok'), 6))).toBe(6);
  expect(pad('7', 3, 'right')).toBe('  7');
});

test('lays columns two spaces apart and leaves nothing at the end of a line', () => {
  const text = renderTable(
    [
      { name: '20261121_a', ms: 5, note: null },
      { name: 'b', ms: 1200, note: 'slow' },
    ],
    [
      { heading: 'migration', cell: (row) => row.name },
      { heading: 'ms', cell: (row) => row.ms, align: 'right' },
      { heading: '', cell: (row) => row.note },
    ],
  );
  expect(text).toBe(['migration     ms', '20261121_a     5', 'b           1200  slow'].join('\n'));
});

test('a table without rows is its headings', () => {
  expect(renderTable([], [{ heading: 'name', cell: String }])).toBe('name');
});

test('rows are blocks where the terminal is too narrow for columns', () => {
  const rows = [
    { name: '20261121093000_add_a_very_long_name_of_something', state: 'applied', took: '1.2 s', note: '' },
    { name: 'b', state: 'pending, not on disk, and much more than fits', took: '', note: 'x' },
  ];
  const columns = [
    { heading: 'migration', cell: (row: (typeof rows)[0]) => row.name },
    { heading: 'state', cell: (row: (typeof rows)[0]) => row.state },
    { heading: 'took', cell: (row: (typeof rows)[0]) => row.took, align: 'right' as const },
    { heading: '', cell: (row: (typeof rows)[0]) => row.note },
  ];
  expect(renderTable(rows, columns, { width: 40 }).split('\n')).toEqual([
    '20261121093000_add_a_very_long_name_of_',
    '  something',
    '  state applied',
    '  took 1.2 s',
    'b',
    '  state pending, not on disk, and much',
    '    more than fits',
    '  x',
  ]);
  expect(renderTable(rows, columns, { width: 200 })).toBe(renderTable(rows, columns));
});

test('no piece of a line is wider than asked', () => {
  for (const text of ['a'.repeat(100), '日本'.repeat(40), '  one two; three four five six seven eight nine'])
    for (const piece of chop(text, 20)) expect(displayWidth(piece)).toBeLessThanOrEqual(20);
});
