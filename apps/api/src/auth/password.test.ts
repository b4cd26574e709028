import { expect, it } from 'vitest';
import { hashPassword, passwordMatches } from './password.ts';

it('matches the one that was hashed, and no other', async () => {
  const phc = await hashPassword('correct horse');
  expect(await passwordMatches(phc, 'correct horse')).toBe(true);
  expect(await passwordMatches(phc, 'battery staple')).toBe(false);
  expect(await passwordMatches(undefined, 'a password that nobody has')).toBe(false);
});

it('is not called wrong where the stored hash cannot be read', async () => {
  for (const phc of ['', 'x', '$2b$10$bcryptOfAnotherProgram', '$argon2id$v=19$m=19456,t=2,p=1$cut']) {
    await expect(passwordMatches(phc, 'right')).rejects.toThrow('no argon2id in PHC format');
  }
});
