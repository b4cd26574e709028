import { createHash } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { people } from '../text/people.ts';

/**
 * argon2id hashes of the people's passwords, by username, as PHC strings.
 *
 * The salt is derived from the seed and the account, so that seeding twice gives the same rows. For a real account
 * that would be a fault; here the passwords themselves are printed in the documentation, so a predictable salt gives
 * nothing away. People who are no sample account get a password that is derived in the same way and that nobody
 * types: they cannot be logged in to in practice, and nothing depends on them being secret. Demo data is refused in production.
 */
export async function hashPasswords(seed: number): Promise<Map<string, string>> {
  const hashes = await Promise.all(
    people.map(async ({ username, password }) => {
      const digest = createHash('sha256').update(`agora demo ${seed} ${username}`).digest();
      const salt = digest.subarray(0, 16);
      return [username, await hash(password ?? digest.toString('base64'), { salt })] as const;
    }),
  );
  return new Map(hashes);
}
