import { createHash } from 'node:crypto';
import type { CopyValue } from '@agora/postgres';
import type { MadeRows } from './factory.ts';

/** SHA-256 over version, columns and rows; values of columns that a table leaves unhashed do not count. */
export function contentHash(made: readonly MadeRows[]): string {
  const hash = createHash('sha256');
  for (const { factory, rows } of made) {
    const columns = factory.columns.filter((column) => factory.unhashed?.includes(column) !== true);
    hash.update(`${factory.table} ${factory.version} ${factory.columns.join(',')}\n`);
    for (const row of rows)
      hash.update(`${columns.map((column) => canonical(row[column]!)).join('\u001f')}\n`);
  }
  return hash.digest('hex');
}

function canonical(value: CopyValue): string {
  if (value === null) return '\u0000';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'object')
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
  return String(value);
}
