import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier } from '@agora/postgres';
import { mergeStaged } from '../../apply/index.ts';
import { keyOf, recordSeedVersion, ROW_NUMBER, withStaged } from '../../records/index.ts';
import type { PlannedSet } from '../plan/plan-project.ts';
import { keyText, type ProjectSet, type SetRow } from '../sets/set.ts';
import { FoundRows, type ResolvedRow } from './found-rows.ts';

/** What sets are written with. */
export interface Writing {
  readonly client: Client;
  readonly environment: string;
  readonly found: FoundRows;
  /** Names of the sets that fill each table. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
}

/** Types that have no equality. */
const INCOMPARABLE: readonly string[] = [
  'json',
  'xml',
  'point',
  'lseg',
  'box',
  'path',
  'polygon',
  'circle',
  'line',
];

/**
 * Writes the rows of a set, and notes which are its. Rows that refer to others of the set follow these.
 * @returns number of rows inserted or updated
 * @throws seed.invalid when rows refer to each other in a circle, or to a row that is gone; seed.verification_failed
 */
export async function writeSet(writing: Writing, { set, hash }: PlannedSet): Promise<number> {
  const { client, environment, found } = writing;
  const started = performance.now();
  await client.query(
    'CREATE TEMPORARY TABLE IF NOT EXISTS seed_written (key text[], own boolean) ON COMMIT DROP',
  );
  await client.query('TRUNCATE pg_temp.seed_written');
  let waiting: readonly SetRow[] = set.rows;
  let written = 0;
  while (waiting.length > 0) {
    const ready = waiting.filter((row) => found.resolve(set, row) !== undefined);
    if (ready.length === 0) throw stuck(set, waiting, found);
    for (const group of bySignature(ready.map((row) => found.resolve(set, row)!)))
      written += await writeGroup(writing, set, group);
    const done = new Set(ready);
    waiting = waiting.filter((row) => !done.has(row));
  }
  const durationMs = performance.now() - started;
  const { entity: name, version } = set;
  await recordSeedVersion(client, { name, version, hash, environment, durationMs, rows: set.rows.length });
  await client.query('DELETE FROM agora.seed_rows WHERE name = $1', [name]);
  await client.query('INSERT INTO agora.seed_rows SELECT $1, key FROM pg_temp.seed_written WHERE own', [
    name,
  ]);
  return written;
}

/** Rows that give the same columns: a column that is left out is left to the database. */
function bySignature(rows: readonly ResolvedRow[]): readonly (readonly ResolvedRow[])[] {
  const groups = new Map<string, ResolvedRow[]>();
  for (const row of rows) {
    const signature = JSON.stringify([...row.values.keys()].toSorted());
    groups.set(signature, [...(groups.get(signature) ?? []), row]);
  }
  return [...groups.values()];
}

async function writeGroup(
  { client, found, owners }: Writing,
  set: ProjectSet,
  rows: readonly ResolvedRow[],
): Promise<number> {
  const { target, key, insertOnly, touched } = set;
  const columns = set.target.table.columns
    .map(({ name }) => name)
    .filter((name) => rows[0]!.values.has(name));
  const staged = {
    table: target.sql,
    columns,
    rows: rows.map(({ values }) => columns.map((one) => values.get(one)!)),
  };
  const same = key
    .map(quoteIdentifier)
    .map((column) => `t.${column} = s.${column}`)
    .join(' AND ');
  return withStaged(client, staged, async (staging) => {
    // A row that somebody else has made is updated, and stays when the seeds are taken back.
    await client.query(
      `INSERT INTO pg_temp.seed_written SELECT ${keyOf(set, 's')},
         NOT EXISTS (SELECT FROM ${target.sql} t WHERE ${same})
         OR EXISTS (SELECT FROM agora.seed_rows r WHERE r.key = ${keyOf(set, 's')} AND r.name = ANY ($1))
       FROM ${staging} s`,
      [owners.get(target.sql) ?? [set.entity]],
    );
    const written = await mergeStaged(
      client,
      staging,
      { ...set, columns },
      {
        insertOnly,
        touched,
        incomparable: new Set(
          target.table.columns.filter(({ type }) => INCOMPARABLE.includes(type.name)).map(({ name }) => name),
        ),
      },
    );
    const { rows: lost } = await client.query<{ number: number }>(
      `SELECT ${quoteIdentifier(ROW_NUMBER)} AS number FROM ${staging} s
        WHERE NOT EXISTS (SELECT FROM ${target.sql} t WHERE ${same})`,
    );
    if (lost.length > 0) throw swallowed(set, lost.length);
    await found.note(
      client,
      set,
      staging,
      rows.map((row) => row.key),
    );
    return written;
  });
}

function swallowed({ target }: ProjectSet, count: number): AgoraError {
  return new AgoraError({
    code: 'seed.verification_failed',
    message: 'What was read back after seeding is not what was written.',
    why: `${target.table.label}: ${count} rows are missing. A trigger or a rule may have taken them.`,
    fix: 'Nothing was kept. Look at the triggers of the table.',
  });
}

function stuck(set: ProjectSet, waiting: readonly SetRow[], found: FoundRows): AgoraError {
  const missing = found.missing(waiting[0]!);
  const row = keyText(set.key.map((column) => waiting[0]!.get(column)));
  const circle = missing.every((one) => one.set === set.entity);
  return new AgoraError({
    code: 'seed.invalid',
    message: `The row ${row} of the set "${set.entity}" refers to a row that is not there.`,
    why: circle
      ? 'Rows of the set refer to each other in a circle.'
      : `Not in the database: ${missing.map((one) => `${one.set} ${one.key}`).join(', ')}. Somebody has removed it since it was seeded.`,
    fix: circle
      ? 'Leave one of the references empty, where its column may be.'
      : `Raise the version of the set "${missing[0]!.set}", so that it is applied again.`,
  });
}
