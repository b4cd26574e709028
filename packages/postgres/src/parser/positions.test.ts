import { expect, it } from 'vitest';

import { LineIndex, byteOffsets, codePointOffset } from './positions.ts';

it('finds lines whatever ends them', () => {
  const lines = new LineIndex('a\r\nbc\rd\n\ne');
  expect(lines.positionOf(0)).toEqual({ line: 1, column: 1 });
  expect(lines.positionOf(3)).toEqual({ line: 2, column: 1 });
  expect(lines.positionOf(4)).toEqual({ line: 2, column: 2 });
  expect(lines.positionOf(6)).toEqual({ line: 3, column: 1 });
  expect(lines.positionOf(9)).toEqual({ line: 5, column: 1 });
  expect([1, 2, 3, 4, 5].map((line) => lines.line(line))).toEqual(['a', 'bc', 'd', '', 'e']);
});

it('turns bytes and code points into UTF-16 units', () => {
  const text = 'é漢🎉x';
  const at = byteOffsets(text);
  expect([0, 2, 5, 9, 10, 99].map((byte) => at(byte))).toEqual([0, 1, 2, 4, 5, 5]);
  expect([0, 1, 2, 3, 4].map((count) => codePointOffset(text, count))).toEqual([0, 1, 2, 4, 5]);
});
