import { createHash } from 'node:crypto';

import type { BackfillSource, Migration, Script } from '../../project/folder.ts';
import { readReach } from '../guard/reach.ts';
import type { ProofGround } from './proof-ground.ts';

/** Raised whenever proofs judge more strictly than before: what was proven by an older one is proven again. */
const PROVER = 12;

/**
 * A key for each migration that has a way back: SHA-256 in hexadecimal over both of its scripts, every migration before
 * it, the prover and the ground, of which only the extensions and roles count that it names and does not make. Line ends
 * do not count: git may have rewritten them.
 */
export function proofKeys(
  migrations: readonly Migration[],
  ground: ProofGround,
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const { postgres, superuser, schema, initSql } = ground;
  const scripts = [initSql, ...migrations.map(({ up }) => up.sql)];
  const { mayMakeRole } = readReach(scripts);
  const found = [...ground.roles]
    .filter(([name]) => !mayMakeRole(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const named = (sql: string): unknown => [
    versions(sql, ground),
    found.filter(([name]) => sql.includes(name)),
  ];
  let before = digest('ground', PROVER, postgres, superuser, schema, withLf(initSql), named(initSql));
  for (const { name, up, down, backfill } of migrations) {
    before = digest(before, textOf(up), named(up.sql));
    if (backfill !== undefined) before = digest(before, withLf(rawOf(backfill)));
    if (down !== undefined) keys.set(name, digest(before, textOf(down), named(down.sql)));
  }
  return keys;
}

/** By name and version what a script installs; read generously, since a word too many only proves once more. */
function versions(sql: string, { extensions }: ProofGround): readonly string[] {
  return [...sql.matchAll(/\bextension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi)].map(([, name = '']) => {
    const known = name.toLowerCase();
    return `${known} ${extensions.get(known) ?? 'missing'}`;
  });
}

function digest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const withLf = (text: string): string => text.replaceAll('\r\n', '\n');
const rawOf = (backfill: BackfillSource): string =>
  backfill.kind === 'sql' ? backfill.script.raw : backfill.raw;
const textOf = (script: Script): string => withLf(script.raw);
