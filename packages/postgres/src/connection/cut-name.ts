/** Bytes of UTF-8 that PostgreSQL keeps of a name (NAMEDATALEN less one). */
export const NAME_BYTES = 63;

/**
 * The beginning of a name that fits into so many bytes; a character is kept whole or not at all.
 * @param bytes by default as many as PostgreSQL keeps
 */
export function cutName(name: string, bytes = NAME_BYTES): string {
  let used = 0;
  let kept = '';
  for (const character of name) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}
