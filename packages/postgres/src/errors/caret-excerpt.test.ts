import { describe, expect, it } from 'vitest';
import { caretExcerpt } from './caret-excerpt.ts';

describe('caretExcerpt', () => {
  it.each([
    ['the first character', 'SELEC 1', 1, 'line 1: SELEC 1\n        ^'],
    ['one past the end', 'SELECT', 7, 'line 1: SELECT\n              ^'],
    ['a later line after CRLF', 'SELECT 1,\r\n  x\r\nFROM t', 14, 'line 2:   x\n          ^'],
    ['a line after a lone CR', 'a\rb', 3, 'line 2: b\n        ^'],
    ['a tab, kept so that the caret lines up', '\tx', 2, 'line 1: \tx\n        \t^'],
    ['a character outside the basic plane, one for the server', "'𝒳' x", 5, "line 1: '𝒳' x\n            ^"],
    ['wide characters, two columns each', "'日本' x", 6, "line 1: '日本' x\n               ^"],
    ['a combining accent, no column', "'e\u0301' x", 6, "line 1: 'e\u0301' x\n            ^"],
  ])('marks %s', (_name, sql, position, expected) => {
    expect(caretExcerpt(sql, position)).toBe(expected);
  });

  it('cuts a long line around the position', () => {
    const excerpt = caretExcerpt(`${'a'.repeat(500)}!${'b'.repeat(500)}`, 501);
    const [line = '', caret = ''] = (excerpt ?? '').split('\n');
    expect(line).toHaveLength('line 1: ...'.length + 100 + 3);
    expect(line[caret.indexOf('^')]).toBe('!');
  });

  it.each([0, -1, 4, 1.5, Number.NaN])(
    'gives nothing for the position %d outside the statement',
    (position) => {
      expect(caretExcerpt('ab', position)).toBeUndefined();
    },
  );
});
