import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Keys of AES-256 (32 bytes) by their version; the highest one seals, all of them open. */
export type TokenKeys = ReadonlyMap<number, Uint8Array>;

const nonceBytes = 12;
const tagBytes = 16;
/** What the columns hold, in characters. */
const mostCharacters = 512;

/** The version that seals. */
export function sealingVersion(keys: TokenKeys): number {
  return Math.max(...keys.keys());
}

/**
 * Seals a provider's token as the schema and the seeds have it: AES-256-GCM, base64url of nonce, ciphertext and tag.
 * @returns null when it is too long to be kept (more than 356 bytes), or there is none
 */
export function sealToken(keys: TokenKeys, token: string | null): string | null {
  const key = keys.get(sealingVersion(keys));
  if (token === null || key === undefined) return null;
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(token, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const text = sealed.toString('base64url');
  return text.length > mostCharacters ? null : text;
}

/**
 * Opens a sealed token.
 * @param version of the key it was sealed with
 * @returns undefined when the key is gone, or is not the one that sealed it
 */
export function openToken(keys: TokenKeys, version: number, sealed: string): string | undefined {
  const key = keys.get(version);
  const bytes = Buffer.from(sealed, 'base64url');
  if (key === undefined || bytes.length < nonceBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
