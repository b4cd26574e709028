import { type Client, quoteLiteral, scan } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Question, RowTest } from '../../read/obstacles/row-test.ts';
import { EVENTS } from '../events.ts';
import { queryAside, textOf } from '../query-aside.ts';
import type { Refused } from './refused.ts';

/** Triggers that may raise an exception when rows are written: for which rows, only running them would tell. */
export async function ofRaised(
  client: Client,
  { table, what }: RowTest,
  { event, without }: Extract<Question, { kind: 'raised' }>,
): Promise<readonly Refused[]> {
  const name = quoted(table);
  const triggers = await queryAside(
    client,
    table.path,
    `SELECT t.tgname AS name, p.prosrc AS body FROM pg_catalog.pg_trigger t
       JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid JOIN pg_catalog.pg_language l ON l.oid = p.prolang
     WHERE t.tgrelid = pg_catalog.to_regclass(${quoteLiteral(name)}) AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
       AND t.tgtype & ${EVENTS[event][0]} > 0 AND l.lanname = 'plpgsql' ORDER BY 1`,
  );
  const raising = triggers
    .filter((row) => raises(textOf(row, 'body')))
    .map((row) => textOf(row, 'name'))
    .filter((one) => !without.has(one));
  if (raising.length === 0) return [];
  if (event !== 'INSERT') {
    const [row] = await queryAside(client, table.path, `SELECT EXISTS (SELECT FROM ${name}) AS has`);
    if (row?.['has'] !== true) return [];
  }
  return raising.map((trigger) => ({ rows: undefined, isUntold: true, what: `${what} ${trigger}` }));
}

/** Levels of RAISE that only tell something. */
const TELLING: ReadonlySet<string> = new Set(['debug', 'log', 'info', 'notice', 'warning']);

/** Whether a body in PL/pgSQL says RAISE and means an exception. */
function raises(body: string): boolean {
  const tokens = [...scan(body)].filter(({ kind }) => kind !== 'gap');
  const texts = tokens.map(({ start, end }) => body.slice(start, end).toLowerCase());
  return texts.some((text, at) => text === 'raise' && !TELLING.has(texts[at + 1] ?? ''));
}
