import type { ColumnType, FillableTable } from '@agora/catalog';
import { type Client, quoteLiteral } from '@agora/postgres';
import { valueHash } from '@agora/seeding/fill';

import type { Content } from './content.ts';

/**
 * The zone in which proofs run: far from UTC, with summer time, and once without a day. What depends on the zone of a
 * session shows itself, on the times below.
 */
export const ZONE = 'Pacific/Apia';

/** Times of {@link ZONE} that are no other time elsewhere, by the type. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  // An hour that summer time skips, and the day that was left out.
  timestamp: ['2019-09-29 03:30:00', '2011-12-30 12:00:00'],
  // The first of two hours that look alike.
  timestamptz: ['2020-04-04 13:30:00+00'],
  date: ['2011-12-30'],
};
/** Seconds and milliseconds since 1970 of the two hours that look alike. */
export const ZONE_EPOCHS = ['1586007000', '1586010600', '1586007000000', '1586010600000'];
/** The two themselves. */
export const ZONE_INSTANTS = ['2020-04-04 13:30+00', '2020-04-04 14:30+00'];
/** An hour that is skipped, and the one that it becomes. */
export const ZONE_CLOCK_TIMES = ['2019-09-29 03:30', '2019-09-29 04:30'];

/** After all of them, where a range needs an end. */
const LATER = '2030-01-01';

/** The type below all domains. */
const baseOf = (type: ColumnType): ColumnType => (type.base === undefined ? type : baseOf(type.base));

/** Values of a type, as texts, that the zone of a session changes; empty where it changes none. */
function zoneTexts(type: ColumnType): readonly string[] {
  if (type.base !== undefined) return zoneTexts(type.base);
  if (type.element !== undefined) return zoneTexts(type.element).map((text) => `{"${text}"}`);
  const ranges = (type.subtype === undefined ? [] : zoneTexts(type.subtype)).map(
    (text) => `["${text}","${LATER}")`,
  );
  if (type.kind === 'r') return ranges;
  if (type.kind === 'm') return ranges.map((range) => `{${range}}`);
  return type.kind === 'b' ? (TIMES[type.name] ?? []) : [];
}

/** What further rows of a table are to hold, by column, so that a change by the session's zone is seen. */
export function zoneRows({ columns }: FillableTable): readonly ReadonlyMap<string, string>[] {
  const known = columns.flatMap(({ name, type }) => {
    const texts = zoneTexts(type);
    return texts.length === 0 ? [] : [{ name, texts }];
  });
  const most = Math.max(0, ...known.map(({ texts }) => texts.length));
  return Array.from(
    { length: most },
    (_, at) => new Map(known.map(({ name, texts }) => [name, texts[at % texts.length] ?? ''])),
  );
}

/**
 * Of the columns whose values did not come back, those that miss nothing but what the session's zone changes: a line each.
 *
 * @param tables as they were before, and are again
 */
export async function zoneReasons(
  client: Client,
  tables: readonly FillableTable[],
  {
    before,
    after,
    lost,
  }: { readonly before: Content; readonly after: Content; readonly lost: readonly string[] },
): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const table of tables) {
    for (const { name, type } of table.columns) {
      const texts = lost.includes(`${table.label}.${name}`) ? zoneTexts(type) : [];
      if (texts.length === 0) continue;
      const hashes = texts.map((text) => valueHash(`(${quoteLiteral(text)}::${baseOf(type).sql})::text`));
      const { rows } = await client.query<{ known: string[] }>(`SELECT ARRAY[${hashes.join(', ')}] AS known`);
      const known = new Set(rows[0]?.known);
      const left = [...(after.tables.get(table.label)?.values.get(name) ?? [])];
      const missing = (before.tables.get(table.label)?.values.get(name) ?? []).filter((hash) => {
        const at = left.indexOf(hash);
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      });
      if (missing.length > 0 && missing.every((hash) => known.has(hash)))
        reasons.push(
          `${table.label}.${name}: only hours that summer time skips or repeats in the session's zone, or a day that the zone left out; none in a session under UTC`,
        );
    }
  }
  return reasons;
}
