/** Sizes that memory is kept in, in bytes: each twice the one before. */
const leastBytes = 16_384;
const mostBytes = 1 << 20;
/** Bytes that are kept at most. */
const mostKeptBytes = 16 << 20;

const free = new Map<number, ArrayBuffer[]>();
const lent = new WeakSet<ArrayBufferLike>();
let keptBytes = 0;

/**
 * Lends memory for bytes that are wanted for a moment, such as an answer while it is sent; what it holds is left from
 * before. V8 counts such memory against its limit for old objects, and with a heap as small as the API's it lets no more
 * than 24 MB pass before it marks all of the heap, for many milliseconds: 400 pages of 60 KB. Who does not give it back
 * leaves it to V8.
 */
export function borrowBytes(length: number): Buffer {
  if (length > mostBytes) return Buffer.allocUnsafeSlow(length);
  let size = leastBytes;
  while (size < length) size *= 2;
  const kept = free.get(size)?.pop();
  if (kept !== undefined) keptBytes -= size;
  const memory = kept ?? new ArrayBuffer(size);
  lent.add(memory);
  return Buffer.from(memory, 0, length);
}

/** Takes memory back that nobody looks at any more: the next to borrow writes into it. Other memory is left alone. */
export function giveBackBytes(bytes: Buffer): void {
  const { buffer: memory } = bytes;
  if (!(memory instanceof ArrayBuffer) || !lent.delete(memory)) return;
  const size = memory.byteLength;
  if (keptBytes + size > mostKeptBytes) return;
  keptBytes += size;
  const kept = free.get(size) ?? [];
  kept.push(memory);
  free.set(size, kept);
}
