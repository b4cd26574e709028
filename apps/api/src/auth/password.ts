import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane. */
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** argon2id in PHC format. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

let decoy: Promise<string> | undefined;

/**
 * Whether a password belongs to a hash. Without a hash (no such user) it works as long as with one and says no, so
 * that the time of an answer does not tell who has an account.
 * @throws Error where the hash cannot be read: that is no wrong password
 */
export async function passwordMatches(phc: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('a password that nobody has').catch((error: unknown) => {
    decoy = undefined;
    throw error;
  });
  const known = phc ?? (await decoy);
  const matches = await verify(known, password).catch((cause: unknown) => {
    throw new Error(
      'A stored password hash is no argon2id in PHC format; its owner can set a new password by mail.',
      {
        cause,
      },
    );
  });
  return matches && phc !== undefined;
}
