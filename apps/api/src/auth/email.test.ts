import { expect, it } from 'vitest';
import { email } from './email.ts';

it('is kept in lower case, however it was typed', () => {
  expect(email.parse(' Ann+List@Example.COM\n')).toBe('ann+list@example.com');
  expect(email.parse('ann@XN--BCHER-KVA.example')).toBe('ann@xn--bcher-kva.example');
});

it.each([
  ['the sign of the Kelvin, which JavaScript lowers to a k', '\u212Aim@example.com'],
  ['a dotted capital I', '\u0130da@example.com'],
  ['wide letters', '\uFF41nn@example.com'],
  ['a letter of another script', '\u0430nn@example.com'],
  ['a domain that is not written in ASCII', 'ann@b\u00FCcher.example'],
  ['what cannot be seen', 'a\u200Bnn@example.com'],
  ['two addresses', 'ann@example.com,bob@example.com'],
  ['a header of its own', 'ann@example.com\nBcc:bob@example.com'],
  ['a comment', 'ann(comment)@example.com'],
])('holds no %s', (_, address) => {
  expect(email.safeParse(address).success).toBe(false);
});
