import { GOLDEN, mix32 } from './random.ts';

/** Bytes of an id, in network order. */
export const ID_BYTES = 16;

/**
 * Writes a uuid of version 7 (RFC 9562, 5.7): 48 bits of time, the stream's key where the RFC allows random bits, then the
 * index, scrambled one to one. Two rows of one stream never share an id, and ids sort by time. Four words instead of a
 * string, since a load writes millions.
 * @param timeMs milliseconds since 1970, a whole number.
 * @param key the stream's, from `streamKey`.
 * @param index of the row in its stream, below 2^32.
 */
// oxlint-disable-next-line max-params -- a load writes millions, and would make an object for each
export function writeUuid7(
  target: DataView,
  offset: number,
  timeMs: number,
  key: number,
  index: number,
): void {
  const high = Math.floor(timeMs / 0x10000);
  const low = timeMs - high * 0x10000;
  const noise = mix32(index ^ key ^ GOLDEN);
  target.setInt32(offset, high);
  target.setInt32(offset + 4, (low << 16) | 0x7000 | (key >>> 20));
  target.setInt32(
    offset + 8,
    ((0x80 | (noise & 0x3f)) << 24) | ((key & 0xff000) << 4) | ((key & 0xff0) << 4) | ((noise >>> 8) & 0xff),
  );
  // A bijection of 32-bit numbers, so it keeps different indices different.
  target.setInt32(offset + 12, mix32(index ^ key));
}

/** {@link writeUuid7} in its usual text form. */
export function uuid7(timeMs: number, key: number, index: number): string {
  const bytes = new DataView(new ArrayBuffer(ID_BYTES));
  writeUuid7(bytes, 0, timeMs, key, index);
  return formatUuid(new Uint8Array(bytes.buffer));
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
