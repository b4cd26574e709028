import {
  type Catalog,
  columnOrderDifferences,
  compareCatalogs,
  readCatalog,
  readTables,
} from '@agora/catalog';
import { isAgoraError } from '@agora/core';
import { type Client, failedWith, SQLSTATE } from '@agora/postgres';
import { fillLateColumns, fillTables, type LateColumns } from '@agora/seeding/fill';
import type { FactBase } from '@supabase/pg-delta';

import { factDifferences, readFacts } from '../../down/facts.ts';
import { readRoles, roleDifferences, type RoleState } from '../../down/roles/role-state.ts';
import { madeWhereMissing } from '../../down/roles/roles-back.ts';
import { mayFireCode, ownsServer } from '../../guard/server-guard.ts';
import type { Script } from '../../../project/folder.ts';
import { type Forwards, runBackwards, runForwards } from '../../replay.ts';
import {
  addExtraRows,
  convertibleTexts,
  lostContent,
  readContent,
  takeOut,
  zoneReasons,
} from '../../sample/index.ts';
import { AskedValues, givenUp, putBack } from '../writing/asked-values.ts';
import { readWriting } from '../writing/read-writing.ts';
import { isHeld, readUndoing } from '../writing/undoing.ts';
import {
  goneFrom,
  nameBefore,
  takenFrom,
  underOldNames,
  unshownChanges,
  unshownCopies,
} from '../writing/unshown.ts';
import { goForward } from './go-forward.ts';
import { countRows, rowsLeft, rowsMore } from './row-counts.ts';
import { sequencesAhead, startedOver } from './sequence-positions.ts';
import { cutTexts, unreadIn, unseenLosses, unshownColumns } from './untested-losses.ts';

/** What the first judge sees of a database at one moment. */
export interface Standing {
  readonly catalog: Catalog;
  /** Where the server is its own. */
  readonly roles?: RoleState;
}

/** What both judges see of it. */
export interface Snapshot extends Standing {
  readonly facts: FactBase;
}

async function readStanding(client: Client): Promise<Standing> {
  return {
    catalog: await readCatalog(client),
    ...(ownsServer(client) ? { roles: await readRoles(client) } : {}),
  };
}

export async function readSnapshot(client: Client): Promise<Snapshot> {
  return { ...(await readStanding(client)), facts: (await readFacts(client)).base };
}

type ProofStage = 'up' | 'down' | 'catalog after down' | 'up again' | 'catalog after up again';

/** What came of up, down, up on filled tables. */
export type Proof =
  | {
      readonly proven: true;
      /** `schema.table` or `schema.table.column`: values that were there before and did not come back. */
      readonly lost: readonly string[];
      /** Why some of that does not come back, a line each. */
      readonly reasons: readonly string[];
      /** Tables that the way forward changes and that had no row: nothing was seen of what becomes of rows. */
      readonly unproven: readonly string[];
      /** What may do something to rows that nobody read or saw, a line each. */
      readonly unjudged: readonly string[];
      readonly notes: readonly string[];
      readonly after: Standing;
      /** Rows were taken out on the way, perhaps ones that a later migration counts on, or made-up ones stayed. */
      readonly emptied: boolean;
    }
  | {
      readonly proven: false;
      readonly stage: ProofStage;
      readonly reason: string;
      readonly differences: readonly string[];
      readonly notes: readonly string[];
      /** Rows had been made up after the way forward, which may be what the way back refuses. */
      readonly hadLaterRows?: boolean;
    };

type Failed = Extract<Proof, { proven: false }>;

/** Which rows the tables are given: also unusual ones, two ordinary ones, or none. */
export type ProofRows = 'unusual' | 'ordinary' | 'none';

/** What a proof is made on. */
export interface ProofContent {
  readonly rows: ProofRows;
  /** Rows are also made up after the way forward, in tables that have too few by then. */
  readonly later: boolean;
  /** The catalog of the very database, where it has been read already. */
  readonly start?: Catalog | undefined;
  /** Columns that came since the rows which are there were made up. */
  readonly lateColumns?: readonly LateColumns[];
}

/**
 * Proves one migration on a scratch database that stands just before it, with rows: forward, back, forward again. After
 * each way the catalog must be equal but for the order of columns; after the way back, pg-delta's facts too. Values that
 * did not come back are listed. A database that succeeds stands after the migration, one that fails anywhere.
 */
export async function proveMigration(
  client: Client,
  { down, ...forwards }: Forwards & { readonly down: Script },
  before: Snapshot,
  content: ProofContent,
): Promise<Proof> {
  const { up } = forwards;
  const notes: string[] = [];
  const rows = mayFireCode(client) ? content.rows : 'none';
  if (rows !== content.rows)
    notes.push('no row was made up: functions of the history reach for a server that others use');
  const fail = (stage: ProofStage, reason: string, differences: readonly string[] = []): Failed => ({
    proven: false,
    stage,
    reason,
    differences,
    notes,
  });

  // Numbers tell what is dropped, and those of `before` may be another database's.
  const start = content.start ?? (await readCatalog(client));
  const tables = await readTables(client);
  const { kindOf } = await convertibleTexts(client, up, tables);
  if (rows !== 'none') {
    await fillLateColumns(client, content.lateColumns ?? []);
    await fill(client, notes, { kindOf, tables });
  }
  const extras = rows === 'unusual' ? await addExtraRows(client, tables, up, down) : [];
  const writing = await readWriting(client, up, tables);
  const partly = await unshownCopies(client, writing);
  const sequences = await sequencesAhead(client);
  const asked = new AskedValues(client, writing);
  const { observer } = asked;
  const forward = await goForward(client, forwards, { notes, extras, tables, observer });
  if ('reason' in forward) return fail('up', forward.reason);
  const stood = await readStanding(client);
  const after = stood.catalog;
  const tablesAfter = await readTables(client);
  const fewer = await countRows(client, tablesAfter);
  const changed =
    writing.written.length === 0
      ? forward.content
      : underOldNames(await readContent(client, tablesAfter), start, after);
  const inserted = rowsMore(forward.counts, fewer);
  const detached = partitionsOf(before.catalog);
  if (rows !== 'none' && content.later)
    await fill(client, notes, {
      tables: tablesAfter,
      first: AFTERWARDS,
      leaves: ({ oid }) => detached.has(oid),
    });
  const full = await countRows(client, tablesAfter);

  const undoing = await readUndoing(client, down, tablesAfter, tables);
  const idle = new Set<number>();
  const askedBack = new AskedValues(client, undoing);
  const back = await tried(() =>
    runBackwards(client, forwards, down, {
      ...askedBack.observer,
      ended: ({ index }, { rows }) => void (rows === 0 && idle.add(index)),
    }),
  );
  if (back !== undefined) return { ...fail('down', back), hadLaterRows: rowsMore(fewer, full).size > 0 };
  const returned = await readSnapshot(client);
  const staying =
    before.roles && stood.roles ? madeWhereMissing(up.sql, before.roles, stood.roles) : new Set<string>();
  const differences = compareSnapshots(before, returned, staying);
  if (differences.length > 0)
    return fail('catalog after down', 'the catalog is not what it was before', differences);
  notes.push(...columnOrderDifferences(before.catalog, returned.catalog));
  const tablesBack = await readTables(client);
  notes.push(...rowsLeft(inserted, full, await countRows(client, tablesBack)));
  const contentBack = await readContent(client, tablesBack);
  const undone = unshownChanges(
    undoing,
    { before: undoing.held, after: underOldNames(contentBack, after, returned.catalog), idle },
    notes,
    'the way back: ',
  )
    .flatMap((name) => nameBefore(start, after)(name) ?? [])
    .filter((name) => isHeld(forward.content, name));
  const unshown = unshownColumns(start, after, forward);
  const taken = partly.flatMap((copy) => {
    const names = takenFrom(copy, writing, start, after);
    return names.length === 0 ? [] : [{ ...copy, names }];
  });
  const lostByCopies = taken.flatMap(({ line, where, names }) => {
    if (where === undefined) return [];
    notes.push(
      `line ${line} copies only some rows of ${names.join(', ')}, and left out no made-up one: the others count as lost`,
    );
    return names;
  });
  const given = givenUp(asked, writing, goneFrom(start, after), notes);
  const put = putBack(askedBack, (name) => isHeld(forward.content, name), notes);
  const lost = new Set([
    ...unshown.dropped,
    ...lostContent(forward.content, contentBack),
    ...unseenLosses(forward.unseen, after),
    ...cutTexts(start, after, notes),
    ...unshownChanges(writing, { before: forward.content, after: changed, idle: forward.idle }, notes),
    ...lostByCopies,
    ...given.lost,
    ...undone,
    ...put.lost,
    ...startedOver(sequences, await sequencesAhead(client), notes),
  ]);

  const reasons = await zoneReasons(client, tablesBack, {
    before: forward.content,
    after: contentBack,
    lost: [...lost],
  });
  const asBefore = await takeOut(client, forward.extras);
  const again = await goAgain(client, forwards, forward.emptied, notes);
  if (again !== undefined) return fail('up again', again);
  // The second judge has seen that it went forward from the same state as before.
  const final = await readStanding(client);
  const rest = compareStandings(stood, final);
  if (rest.length > 0)
    return fail('catalog after up again', 'going forward again gives another catalog', rest);
  return {
    proven: true,
    lost: [...lost],
    reasons,
    unproven: unshown.unproven,
    unjudged: [
      ...new Set([
        ...unreadIn(up, down),
        ...writing.unjudged,
        ...undoing.unjudged,
        ...given.unjudged,
        ...put.unjudged,
        ...taken.flatMap(({ line, table, where }) =>
          where === undefined ? [`line ${line} copies rows of ${table.label}, perhaps not all of them`] : [],
        ),
      ]),
    ],
    notes: [...new Set(notes)],
    after: final,
    emptied: forward.emptied || !asBefore,
  };
}

/** Rows that come after the way forward: none may stand in for one that it has deleted. */
const AFTERWARDS = 51;

/** Tables that take only the rows of their share: once detached they would take any, and could not be attached again. */
function partitionsOf({ objects }: Catalog): ReadonlySet<number> {
  const partitions = [...objects.values()].filter(
    ({ kind, definition }) => kind === 'table' && definition['partition bound'] !== undefined,
  );
  return new Set(partitions.map(({ address }) => address.oid));
}

async function fill(
  client: Client,
  notes: string[],
  options: Parameters<typeof fillTables>[1],
): Promise<void> {
  const report = await fillTables(client, options);
  for (const { table, reason } of report.unfilled)
    notes.push(`${table} has fewer than two rows in the proof: ${reason}`);
  for (const table of report.triggersOff) notes.push(`${table} took its rows only with its triggers off`);
}

/** The first judge, and roles; one line for each difference. */
export function compareStandings(
  expected: Standing,
  actual: Standing,
  staying?: ReadonlySet<string>,
): string[] {
  return [
    ...compareCatalogs(expected.catalog, actual.catalog).map((difference) => difference.line),
    ...(expected.roles && actual.roles ? roleDifferences(expected.roles, actual.roles, staying) : []),
  ];
}

/**
 * Both judges, and roles; one line for each difference.
 * @param staying roles that may be there although they were not
 */
function compareSnapshots(expected: Snapshot, actual: Snapshot, staying?: ReadonlySet<string>): string[] {
  const own = compareStandings(expected, actual, staying);
  if (own.length > 0) return own;
  return factDifferences(expected.facts, actual.facts).map((line) => `pg-delta: ${line}`);
}

/** The way forward a second time, with the same leave to empty tables as the first needed. */
async function goAgain(
  client: Client,
  forwards: Forwards,
  emptied: boolean,
  notes: string[],
): Promise<string | undefined> {
  if (!emptied) return tried(() => runForwards(client, forwards));
  const result = await goForward(client, forwards, { notes });
  return 'reason' in result ? result.reason : undefined;
}

/** What went wrong, in words; undefined when it went well. */
async function tried(action: () => Promise<void>): Promise<string | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return describeFailure(error);
  }
}

/** Message and cause of a script's failure in one paragraph. */
export function describeFailure(error: unknown): string {
  if (!isAgoraError(error)) throw error;
  const words = [error.message, error.why].filter((part) => part !== undefined);
  if (failedWith(error, SQLSTATE.duplicateObject) && /\brole\b/.test(error.message)) {
    words.push(
      'A role belongs to the whole server and outlives a rollback: make it only IF NOT EXISTS, in a DO block.',
    );
  }
  return words.join('\n');
}
