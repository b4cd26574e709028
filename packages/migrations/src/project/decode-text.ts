import { isUtf8 } from 'node:buffer';

import { AgoraError, shellWord } from '@agora/core';

/**
 * The text of a file that must be UTF-8; a byte order mark is kept.
 * @param file its path, for the error
 * @throws AgoraError `migrations.not_utf8` with the first byte that is wrong and what converts the file
 */
export function decodeText(bytes: Buffer, file: string): string {
  const at = firstBadByte(bytes);
  if (at === undefined) return bytes.toString('utf8');
  const line = bytes.toString('latin1', 0, at).split(/\r\n|\n|\r/).length;
  const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  throw new AgoraError({
    code: 'migrations.not_utf8',
    message: `${file} is not UTF-8: byte 0x${byte} at offset ${at} (line ${line}).`,
    ...explain(bytes, at, file),
  });
}

function explain(bytes: Buffer, at: number, file: string): { readonly why: string; readonly fix: string } {
  const encoding = guessEncoding(bytes);
  if (isCutAt(bytes, at))
    return {
      why: 'It ends in the middle of a character of UTF-8: the file was cut off.',
      fix: 'Bring it back from version control.',
    };
  // To convert all of it would spoil the characters that are right.
  if (encoding !== undefined && !encoding.startsWith('UTF-16') && hasCharacter(bytes.subarray(0, at)))
    return {
      why: `What stands before is UTF-8, and this looks like ${encoding}: two encodings in one file.`,
      fix: 'Write the character again at this place, in an editor that saves UTF-8.',
    };
  return {
    why: `It looks like ${encoding ?? 'UTF-8 with a NUL, which PostgreSQL cannot store'}. Read as UTF-8, other characters would reach the database than those that were written.`,
    fix:
      encoding === undefined
        ? 'Take the character out of the file.'
        : `Convert it, or save it as UTF-8 in an editor:\niconv -f ${encoding} -t UTF-8 ${shellWord(file)} > ${shellWord(`${file}.utf8`)} && mv ${shellWord(`${file}.utf8`)} ${shellWord(file)}`,
  };
}

/** Whether the bytes from here to the end begin one character, and do not end it. */
function isCutAt(bytes: Buffer, at: number): boolean {
  const rest = bytes.subarray(at + 1);
  const missing = lengthOf(bytes[at] ?? 0) - 1 - rest.length;
  return (
    missing > 0 && (rest.length > 0 || hasCharacter(bytes.subarray(0, at))) && rest.every(isContinuation)
  );
}

const isContinuation = (byte: number): boolean => byte >= 0x80 && byte <= 0xbf;
const hasCharacter = (utf8: Buffer): boolean => utf8.some((byte) => byte >= 0x80);

type Encoding = 'UTF-16LE' | 'UTF-16BE' | 'UTF-16' | 'ISO-8859-1' | 'WINDOWS-1252';

/** The first byte that begins no character of UTF-8, or is NUL. */
function firstBadByte(bytes: Buffer): number | undefined {
  const nul = bytes.indexOf(0);
  if (isUtf8(bytes)) return nul === -1 ? undefined : nul;
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(bytes[at] ?? 0);
    const whole = at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length));
    if (length === 0 || !whole || bytes[at] === 0) return at;
    at += length;
  }
  return undefined;
}

/** How many bytes a character has that begins so; 0 if none does. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** What a file that is no UTF-8 mostly is; undefined for a NUL among good characters. */
function guessEncoding(bytes: Buffer): Encoding | undefined {
  const [first, second] = bytes;
  // iconv takes a byte order mark off only where the order is left to it.
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'UTF-16';
  const nuls = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) nuls[at % 2]! += 1;
  const [even = 0, odd = 0] = nuls;
  // Half of the bytes of SQL in UTF-16 are NUL, all on one side.
  if (Math.max(even, odd) * 4 > bytes.length) return odd > even ? 'UTF-16LE' : 'UTF-16BE';
  if (isUtf8(bytes)) return undefined;
  return bytes.some((byte) => byte >= 0x80 && byte <= 0x9f) ? 'WINDOWS-1252' : 'ISO-8859-1';
}
