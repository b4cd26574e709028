import { escapeIdentifier, escapeLiteral } from 'pg';
import { AgoraError } from '@agora/core';

/** PostgreSQL cuts longer names silently (NAMEDATALEN - 1). */
const maxNameBytes = 63;

/**
 * A name quoted for SQL, always in double quotes: `users` becomes `"users"`.
 * @throws postgres.invalid_name when it is empty, holds a NUL or is longer than 63 bytes, which the
 *   server would cut off in silence
 */
export function quoteIdentifier(name: string): string {
  const why =
    name === ''
      ? 'It is empty.'
      : name.includes('\0')
        ? 'It holds the character with code zero.'
        : Buffer.byteLength(name) > maxNameBytes
          ? `It has ${Buffer.byteLength(name)} bytes; PostgreSQL keeps only ${maxNameBytes}.`
          : undefined;
  if (why !== undefined) {
    throw new AgoraError({
      code: 'postgres.invalid_name',
      message: `${JSON.stringify(name)} cannot be a name in PostgreSQL.`,
      why,
      fix: 'Choose another name.',
    });
  }
  return escapeIdentifier(name);
}

/**
 * A text as a literal for SQL, for statements that take no parameters (DDL).
 * @throws postgres.invalid_name when it holds a NUL
 */
export function quoteLiteral(value: string): string {
  if (value.includes('\0')) {
    throw new AgoraError({
      code: 'postgres.invalid_name',
      message: 'A literal cannot hold the character with code zero.',
      why: 'PostgreSQL stores no such character in text.',
      fix: 'Remove it, or store the value as bytea.',
    });
  }
  return escapeLiteral(value).trimStart();
}
