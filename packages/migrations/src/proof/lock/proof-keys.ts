import { createHash } from 'node:crypto';

import type { Migration, Script } from '../../project/folder.ts';

/** Raised whenever proofs judge more strictly than before: what was proven by an older one is proven again. */
export const PROVER = 2;

/** What a proof depends on beside the scripts. */
export interface ProofGround {
  /** Major version of the server. */
  readonly postgres: number;
  /** Version that CREATE EXTENSION installs on it, by the extension's name. */
  readonly extensions: ReadonlyMap<string, string>;
  /** The schema that unqualified names mean. */
  readonly schema: string;
  /** What is there before the first migration, as SQL. */
  readonly initSql: string;
}

/**
 * A key for each migration that has a way back: SHA-256 in hexadecimal over both of its scripts, every migration before
 * it, the server's major version, the extensions that the history installs up to it, and the prover. Line ends do not
 * count: git may have rewritten them.
 */
export function proofKeys(
  migrations: readonly Migration[],
  ground: ProofGround,
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const { postgres, schema, initSql } = ground;
  let before = digest('ground', PROVER, postgres, schema, withLf(initSql), versions(initSql, ground));
  for (const { name, up, down } of migrations) {
    before = digest(before, textOf(up), versions(up.sql, ground));
    if (down !== undefined) keys.set(name, digest(before, textOf(down)));
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
const textOf = (script: Script): string => withLf(script.raw);
