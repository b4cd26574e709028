import { createHash } from 'node:crypto';

/**
 * The checksum Prisma stores: SHA-256 in lower-case hex over the UTF-8 of the file's text, byte order
 * mark and line ends included (schema-engine, `schema-connector/src/checksum.rs`).
 *
 * @param text the file decoded as UTF-8, as Prisma reads it, with its byte order mark
 */
export function checksumOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Whether a file is the one a stored checksum was taken of, as Prisma decides it. Line ends may have been rewritten since
 * (LF against CRLF), and Latin-1 become UTF-8: the checksum is then of what Prisma, which reads UTF-8, made of it. Old
 * engines left out the zeros before single digits (prisma-engines issue 1887).
 */
export function matchesChecksum(text: string, stored: string): boolean {
  const candidates = [() => text, () => text.replaceAll('\r\n', '\n'), () => text.replaceAll('\n', '\r\n')];
  // Every character of Latin-1 is one byte; ASCII alone reads the same in both.
  const latin1 = Buffer.from(text, 'latin1');
  if (latin1.toString('latin1') === text && Buffer.byteLength(text) > text.length)
    candidates.push(() => latin1.toString('utf8'));
  return candidates.some((candidate) => sameChecksum(stored, checksumOf(candidate())));
}

/** Whether a stored checksum, of an old engine perhaps, is this one. */
export function sameChecksum(stored: string, checksum: string): boolean {
  const padded = stored.length === 64 || stored === '';
  return (padded ? checksum : withoutPadding(checksum)) === stored;
}

function withoutPadding(checksum: string): string {
  return checksum.replaceAll(/../g, (byte) => (byte.startsWith('0') ? byte.slice(1) : byte));
}
