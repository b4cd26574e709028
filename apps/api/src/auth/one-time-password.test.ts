import { renderSVG } from 'uqr';
import { expect, it } from 'vitest';
import { makeTotpSecret, totpAddress } from './one-time-password.ts';

it('is read from a picture, however long the names are, and holds the secret whole', () => {
  const secret = makeTotpSecret();
  for (const name of ['TechCorp', 'Ж'.repeat(120), '👩‍👩‍👧‍👦'.repeat(30), '%: '.repeat(40)]) {
    const address = totpAddress(secret, name, 'bob');
    const { searchParams } = new URL(address);
    expect(searchParams.get('secret')).toBe(secret);
    expect(name.replaceAll(':', ' ').startsWith(searchParams.get('issuer') ?? '?')).toBe(true);
    expect(address.length).toBeLessThan(700);
    expect(renderSVG(address)).toContain('<svg');
  }
  // No character is cut in two.
  const family = new URL(totpAddress(secret, '👩‍👩‍👧‍👦'.repeat(30), 'bob')).searchParams.get('issuer') ?? '';
  expect(family.length % '👩‍👩‍👧‍👦'.length).toBe(0);
});
