import pc from 'picocolors';
import { expect, test } from 'vitest';

import { displayWidth, pad, renderTable } from './table.ts';

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
