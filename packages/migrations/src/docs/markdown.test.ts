import { expect, test } from 'vitest';

import { code, plainText } from './markdown.ts';

test('a definition is no link, no emphasis and no tag', () => {
  expect(plainText("CHECK (slug ~ '^[a-z]([a-z-]*[a-z])?$')")).toBe(
    String.raw`CHECK (slug ~ '^\[a-z\](\[a-z-\]\*\[a-z\])?$')`,
  );
  expect(plainText('a <b> | `c`\n  d_e')).toBe('a \\<b> \\| \\`c\\` d_e');
});

test('code keeps its own quotes', () => {
  expect(code('a`b|c')).toBe('`` a`b\\|c ``');
});
