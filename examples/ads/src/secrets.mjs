// Seals texts by AES-256-GCM with a key of the environment.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;
/** What the column holds, in characters. */
export const COLUMN = 512;
const SEALED = /^v([1-9]\d{0,3}):((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

/**
 * The keys of ADS_KEYS, `1:<base64 of 32 bytes>` and further ones behind commas: by number, the newest last.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {ReadonlyMap<number, Buffer>}
 */
export function readKeys(env) {
  const keys = (env['ADS_KEYS'] ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, number, text] = /^\s*([1-9]\d{0,3}):(\S+)\s*$/.exec(part) ?? [];
      const key = Buffer.from(text ?? '', 'base64');
      // The key itself is not repeated: this may end in a log.
      if (number === undefined || key.length !== 32)
        throw new Error('A key of ADS_KEYS is not <number>:<32 bytes in base64>.');
      return /** @type {const} */ ([Number(number), key]);
    })
    .toSorted(([a], [b]) => a - b);
  if (keys.length === 0) throw new Error('ADS_KEYS holds no key: 1:<32 bytes in base64>.');
  if (new Set(keys.map(([number]) => number)).size < keys.length)
    throw new Error('Two keys of ADS_KEYS have the same number.');
  return new Map(keys);
}

/** @param {ReadonlyMap<number, Buffer>} keys */
export const newest = (keys) => Math.max(...keys.keys());

/**
 * The number of the key by which a value is sealed; undefined for a plain one.
 * @param {string} value
 */
export function keyOf(value) {
  const [, number, text = ''] = SEALED.exec(value) ?? [];
  return number !== undefined && Buffer.from(text, 'base64').length >= NONCE + TAG
    ? Number(number)
    : undefined;
}

/**
 * @param {ReadonlyMap<number, Buffer>} keys
 * @param {string} id of the credential: a value that is moved to another row does not open there
 * @param {string} text
 */
export function seal(keys, id, text) {
  const number = newest(keys);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyNumbered(keys, number), nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(id));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const value = `v${number}:${sealed.toString('base64')}`;
  if (value.length > COLUMN) throw new Error(`${id} is too long: sealed it has ${value.length} characters.`);
  return value;
}

/**
 * @param {ReadonlyMap<number, Buffer>} keys
 * @param {string} id
 * @param {string} value
 */
export function open(keys, id, value) {
  const number = keyOf(value);
  if (number === undefined) throw new Error(`${id} is not sealed.`);
  const bytes = Buffer.from(value.slice(value.indexOf(':') + 1), 'base64');
  const key = keyNumbered(keys, number);
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  cipher.setAAD(Buffer.from(id));
  cipher.setAuthTag(bytes.subarray(-TAG));
  try {
    return Buffer.concat([cipher.update(bytes.subarray(NONCE, -TAG)), cipher.final()]).toString('utf8');
  } catch {
    throw new Error(
      `${id} does not open with key ${number}: it was changed, moved, or sealed by another key.`,
    );
  }
}

/** @param {ReadonlyMap<number, Buffer>} keys @param {number} number */
function keyNumbered(keys, number) {
  const key = keys.get(number);
  if (key === undefined) throw new Error(`ADS_KEYS has no key ${number}.`);
  return key;
}
