import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { formToken, isFormToken } from './form-token.ts';

it('takes what one of the secrets has signed, and no other', () => {
  const [newest, before, gone] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const good = (token: string) => isFormToken([newest, before], 'visit', token);
  expect(good(formToken(newest, 'visit'))).toBe(true);
  expect(good(formToken(before, 'visit'))).toBe(true);
  expect(good(formToken(gone, 'visit'))).toBe(false);
  expect(good(formToken(before, 'another'))).toBe(false);
});
