import { randomInt } from 'node:crypto';
import { keptNames } from '../../../domain/people.ts';

/** Usernames to try: what the provider calls the person, then with a number behind it. */
export function usernames(handle: string): string[] {
  const letters = handle
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 23)
    .replace(/_+$/, '');
  const free = letters.length >= 3 && !keptNames.test(letters);
  const base = free ? letters : 'user';
  const numbered = Array.from({ length: 4 }, () => `${base}_${randomInt(10_000, 1_000_000)}`);
  return free ? [base, ...numbered] : numbered;
}
