import { randomBytes } from 'node:crypto';

/** Random bytes drawn at once: a like takes eighteen ids, and each draw of its own costs a call of the system. */
const drawn = 4096;
let random = Buffer.alloc(0);
let taken = 0;

function draw(bytes: number): Buffer {
  if (taken + bytes > random.length) {
    random = randomBytes(drawn);
    taken = 0;
  }
  const part = random.subarray(taken, taken + bytes);
  taken += bytes;
  return part;
}

/**
 * A uuid of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits, so that ids sort by the
 * time they were made.
 */
export function uuid7(now: number = Date.now()): string {
  const bytes = draw(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
