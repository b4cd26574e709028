import { createHash } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { people } from '../text/people.ts';

/**
 * argon2id hashes of the people's passwords, by username, in PHC format. Salts are derived from seed and account, so that
 * seeding twice gives the same rows: the passwords of the sample accounts are documented anyway, and those of everybody
 * else are derived too and used by nobody. Demo data is refused in production.
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
