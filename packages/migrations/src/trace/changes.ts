import { ownWords } from '@agora/postgres';

import type { HeldLock, Relation, SessionState } from './session-state.ts';
import type { TracedScan, TracedStatement } from './trace.ts';

/** What a statement did, besides its locks. */
export type Changes = Pick<TracedStatement, 'rewritten' | 'emptied' | 'built' | 'scans' | 'walBytes'>;

/** What a statement is compared by. */
export interface Compared {
  readonly text: string;
  readonly before: SessionState;
  readonly after: SessionState;
  /** Relations that were there before the migration. */
  readonly there: ReadonlySet<number>;
}

/** What a statement did to relations that were there before its migration. Pure. */
export function changesOf({ text, before, after, there }: Compared): Changes {
  const emptying = ownWords(text)[0]?.word === 'truncate';
  const files = new Set([...before.relations.values()].map(({ file }) => file));
  const renewed = renewedRelations(before, after);
  const tables = renewed.filter(
    (one) => (one.kind === 'table' || one.kind === 'materialized view') && there.has(one.oid),
  );
  const emptied = new Set(emptying ? tables.map(({ oid }) => oid) : []);
  return {
    rewritten: tables.filter(({ oid }) => !emptied.has(oid)).map(({ name }) => name),
    emptied: tables.filter(({ oid }) => emptied.has(oid)).map(({ name }) => name),
    // An index that keeps the file of another was only given another row in the catalog.
    built: renewed.filter(({ kind, file }) => kind === 'index' && !files.has(file)).flatMap(onTable),
    scans: scansOf({ before, after, there }).flatMap(({ oid, ...scan }) => (emptied.has(oid) ? [] : [scan])),
    walBytes: Math.max(0, after.wal - before.wal),
  };

  function onTable({ name, tableOid }: Relation): { index: string; table: string }[] {
    if (tableOid === undefined || !there.has(tableOid) || emptied.has(tableOid)) return [];
    const table = after.relations.get(tableOid);
    return table === undefined ? [] : [{ index: name, table: table.name }];
  }
}

/** Locks without which a statement outside of a transaction cannot have done what it did. Pure. */
export function impliedLocks({ before, after }: Pick<Compared, 'before' | 'after'>): readonly HeldLock[] {
  const gone = [...before.relations.values()].filter(
    ({ oid, kind }) => kind === 'index' && !after.relations.has(oid),
  );
  const dropped = gone.flatMap(({ oid, tableOid }): HeldLock[] =>
    [oid, ...(tableOid === undefined ? [] : [tableOid])].map((one) => ({
      oid: one,
      mode: 'SHARE UPDATE EXCLUSIVE',
    })),
  );
  const renewed = renewedRelations(before, after).flatMap(({ oid, kind, tableOid }): HeldLock[] => {
    const isNew = !before.relations.has(oid);
    if (kind !== 'index') return isNew ? [] : [{ oid, mode: 'ACCESS EXCLUSIVE' }];
    const table = tableOid === undefined ? [] : [tableOid];
    return isNew
      ? table.map((one) => ({ oid: one, mode: 'SHARE UPDATE EXCLUSIVE' }))
      : [{ oid, mode: 'ACCESS EXCLUSIVE' }, ...table.map((one) => ({ oid: one, mode: 'SHARE' as const }))];
  });
  return [...dropped, ...renewed];
}

/** Relations that have another file than before, or are new. */
function renewedRelations(before: SessionState, after: SessionState): readonly Relation[] {
  return [...after.relations.values()].filter(
    ({ oid, file }) => file !== 0 && (before.relations.get(oid)?.file ?? 0) !== file,
  );
}

/** The number of rows is an estimate. */
const MOST_OF = 0.9;

function scansOf({
  before,
  after,
  there,
}: Omit<Compared, 'text'>): readonly (TracedScan & { readonly oid: number })[] {
  return [...after.reads].flatMap(([oid, { scans, rows }]) => {
    const earlier = before.reads.get(oid) ?? { scans: 0, rows: 0 };
    const relation = after.relations.get(oid);
    if (scans <= earlier.scans || !there.has(oid) || relation === undefined) return [];
    const read = Math.max(0, rows - earlier.rows);
    const { empty = false, tuples = -1 } = before.relations.get(oid) ?? {};
    // One that stopped half-way, or was only planned, is no full read.
    if (read === 0 ? !empty : read < tuples * MOST_OF) return [];
    return [{ oid, table: relation.name, rows: read }];
  });
}
