import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';

/** Key version under which seeded tokens are sealed. */
export const TOKEN_KEY_VERSION = 1;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The key of seeded tokens: derived from the public seed, so it protects nothing but made-up tokens. */
export function seededKey(seed: number): Buffer {
  return Buffer.from(hkdfSync('sha256', String(seed), '', 'agora seeded tokens', 32));
}

/**
 * AES-256-GCM as the schema asks for it: base64url of nonce, ciphertext and tag. The nonce comes from `name`, so that
 * seeding twice gives the same text; each name is used for one token only, which GCM demands.
 */
export function sealToken(seed: number, name: string, token: string): string {
  const nonce = createHash('sha256').update(name).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', seededKey(seed), nonce);
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** Opens a sealed token; throws when it was tampered with or the key is another. */
export function openToken(key: Uint8Array, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}
