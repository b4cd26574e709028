import { type Client, quoteLiteral } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Taking } from '../read/taking.ts';
import { EVENTS } from './events.ts';
import { queryAside, textOf } from './query-aside.ts';
import type { Found } from './counting.ts';
import { harmOf, harmOfRule } from './functions.ts';
import { columnsSet } from '../read/columns-set.ts';

/** What triggers and rules do when rows are written. */
export async function ofTriggers(
  client: Client,
  { table, event, added }: Extract<Taking, { kind: 'write' }>,
): Promise<readonly Found[]> {
  const [triggered, ruled] = EVENTS[event];
  const name = quoteLiteral(quoted(table));
  const found = await queryAside(
    client,
    table.path,
    `SELECT t.tgname AS name, t.tgfoid::text AS oid, NULL AS definition,
       CASE WHEN t.tgtype & 19 = 19 THEN pg_catalog.pg_get_functiondef(t.tgfoid) END AS code FROM pg_catalog.pg_trigger t
     WHERE t.tgrelid = pg_catalog.to_regclass(${name}) AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
       AND t.tgtype & ${triggered} > 0
     UNION ALL
     SELECT r.rulename, NULL, pg_catalog.pg_get_ruledef(r.oid), NULL FROM pg_catalog.pg_rewrite r
     WHERE r.ev_class = pg_catalog.to_regclass(${name}) AND r.ev_type = ${quoteLiteral(String(ruled))}
     ORDER BY 1`,
  );
  const losses: Found[] = [];
  for (const row of found) {
    const [oid, definition] = [textOf(row, 'oid'), textOf(row, 'definition')];
    const harms = oid === '' ? await harmOfRule(client, definition) : await harmOf(client, { oid });
    const sets =
      event === 'UPDATE' ? columnsSet(textOf(row, 'code')).filter((column) => !added.includes(column)) : [];
    const what = `${event} on ${table.name} fires ${textOf(row, 'name')}`;
    losses.push(...harms.map((harm) => ({ problem: `${what}: ${harm}` })));
    losses.push(...sets.map((column) => ({ problem: `${what}, which sets ${column}` })));
  }
  return losses;
}
