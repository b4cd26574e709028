import { GOLDEN, mix32 } from './random.ts';

/** Bytes of an id, in network order. */
export const ID_BYTES = 16;

/**
 * Writes a uuid of version 7 (RFC 9562, 5.7) that is a function of its arguments: 48 bits of time, then the stream's
 * key where the RFC allows random bits, then the index, scrambled one to one. Two rows of one stream never share an
 * id, and ids sort by time.
 *
 * @param timeMs milliseconds since 1970.
 * @param key the stream's, from `streamKey`.
 * @param index of the row in its stream, below 2^32.
 */
export function writeUuid7(
  target: Uint8Array,
  offset: number,
  timeMs: number,
  key: number,
  index: number,
): void {
  const high = Math.floor(timeMs / 0x10000);
  const low = timeMs % 0x10000;
  target[offset] = high >>> 24;
  target[offset + 1] = high >>> 16;
  target[offset + 2] = high >>> 8;
  target[offset + 3] = high;
  target[offset + 4] = low >>> 8;
  target[offset + 5] = low;
  target[offset + 6] = 0x70 | (key >>> 28);
  target[offset + 7] = key >>> 20;
  const noise = mix32(index ^ key ^ GOLDEN);
  target[offset + 8] = 0x80 | (noise & 0x3f);
  target[offset + 9] = key >>> 12;
  target[offset + 10] = key >>> 4;
  target[offset + 11] = noise >>> 8;
  // A bijection of 32-bit numbers, so it keeps different indices different.
  const scrambled = mix32(index ^ key);
  target[offset + 12] = scrambled >>> 24;
  target[offset + 13] = scrambled >>> 16;
  target[offset + 14] = scrambled >>> 8;
  target[offset + 15] = scrambled;
}

/** {@link writeUuid7} in its usual text form. */
export function uuid7(timeMs: number, key: number, index: number): string {
  const bytes = Buffer.alloc(ID_BYTES);
  writeUuid7(bytes, 0, timeMs, key, index);
  return formatUuid(bytes);
}

/** Text form of 16 bytes. */
export function formatUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, ID_BYTES).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The 16 bytes of a uuid's text form. */
export function parseUuid(text: string): Buffer {
  return Buffer.from(text.replaceAll('-', ''), 'hex');
}
