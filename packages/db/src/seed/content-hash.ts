import { createHash } from 'node:crypto';
import type { CopyValue } from '@agora/postgres';
import type { Factory, ForumContext, SeedRow } from './factories/factory.ts';

/** The rows of one entity in one community, with what they hash to. */
export interface MadeRows {
  readonly factory: Factory;
  readonly rows: readonly SeedRow[];
}

export function makeRows(factory: Factory, ctx: ForumContext): MadeRows {
  const rows = Array.from({ length: factory.count(ctx) }, (_, index) => factory.row(ctx, index));
  return { factory, rows };
}

/** Filled from their own recipe, and slow to make: they do not decide whether a seed has changed. */
const ignored: ReadonlySet<string> = new Set(['password_hash']);

/** SHA-256 over version, columns and rows. */
export function contentHash(made: readonly MadeRows[]): string {
  const hash = createHash('sha256');
  for (const { factory, rows } of made) {
    const columns = factory.columns.filter((column) => !ignored.has(column));
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
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
