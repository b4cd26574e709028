import { quoteIdentifier } from '@agora/postgres';
import type { Node } from 'libpg-query';

import { isCastOf } from '../../script/is-cast.ts';
import { type ParkedNames, qualified } from '../names.ts';
import { forgetSql, type NewlyParked, type Parked } from '../parked.ts';
import type { RelationFacts } from '../read/relation.ts';

/** A change of a column's type, in a script. */
export interface TypeChange {
  readonly table: RelationFacts;
  readonly column: string;
  /** As SQL. */
  readonly from: string;
  readonly to: string;
  /** The expression after USING, as it is written. */
  readonly using: string | undefined;
  /** What was parked by the change that this one takes back. */
  readonly parked: Parked | undefined;
  /** Whether values are lost by it, so that they are to be kept. */
  readonly isLossy: boolean;
}

/** What is to be done for it: before the ALTER TABLE, in it, and after. */
export interface ValuesDecision {
  readonly before: readonly string[];
  /** Subcommands in the place of the one that is written. */
  readonly segments: readonly string[];
  readonly after: readonly string[];
  readonly parked: readonly NewlyParked[];
}

const WHOLE = ['smallint', 'integer', 'bigint'];

/**
 * Whether a change of type keeps every value so that the other way leads back to it. Only what is known to is held for
 * such.
 * @param using the expression after USING; none: the server converts
 */
export function keepsValues(
  { from, to, toEnum }: { readonly from: string; readonly to: string; readonly toEnum: boolean },
  column: string,
  using: Node | undefined,
): boolean {
  if (using !== undefined && !isCastOf(using, column)) return false;
  // A label is taken as it is, or refused.
  if (toEnum) return true;
  const [old, now] = [split(from), split(to)];
  if (old.base === 'character' || now.base === 'character') return from === to;
  if (now.base === 'text' || (now.base === 'character varying' && now.lengths.length === 0)) return true;
  if (old.base === now.base) return widens(old, now);
  const [rank, next] = [WHOLE.indexOf(old.base), WHOLE.indexOf(now.base)];
  if (rank >= 0) return next > rank || (now.base === 'numeric' && now.lengths.length === 0);
  return WIDER.has(`${from} to ${to}`);
}

const WIDER: ReadonlySet<string> = new Set([
  'real to double precision',
  'date to timestamp without time zone',
  'cidr to inet',
  'text to citext',
]);

interface Split {
  /** The type without its lengths. */
  readonly base: string;
  readonly lengths: readonly number[];
}

function split(type: string): Split {
  const [, found] = /\((\d+(?:,-?\d+)?)\)/.exec(type) ?? [];
  return {
    base: type.replace(`(${found})`, ''),
    lengths: found === undefined ? [] : found.split(',').map(Number),
  };
}

/** Whether a type of other lengths holds every value of the first. */
function widens({ base, lengths: [from, scale = 0] }: Split, { lengths: [to, wider = 0] }: Split): boolean {
  if (to === undefined) return base !== 'bit';
  if (base.startsWith('time') || base === 'interval') return to >= (from ?? 6);
  if (from === undefined) return false;
  return base === 'numeric' ? wider >= scale && to - wider >= from - scale : to >= from;
}

/**
 * A change of type that parks values: in the same rewrite the old ones go to a column of their own, and another tells
 * what each became. On the way back a value that is still what it became is the old one again; any other is converted
 * as the script says.
 */
export function changeValues(change: TypeChange, names: ParkedNames): ValuesDecision {
  const { table, column, from, to, parked, isLossy } = change;
  const own = quoteIdentifier(column);
  const on = qualified(table.schema, table.name);
  const converted = change.using ?? `${own}::${withoutLength(to)}`;
  const value = parked
    ? `CASE WHEN ${witness(own)} = ${quoteIdentifier(parked.marker ?? '')} THEN ${quoteIdentifier(parked.parkedAs)} ELSE (${converted}) END`
    : converted;
  const using = parked || change.using !== undefined ? ` USING ${value}` : '';
  const kept = isLossy ? { values: names.next(column), witness: names.next('became') } : undefined;
  const was = [parked?.parkedAs, parked?.marker].flatMap((one) => one ?? []);
  return {
    before: kept
      ? [
          `ALTER TABLE ${on} ADD COLUMN ${quoteIdentifier(kept.values)} ${from}, ADD COLUMN ${quoteIdentifier(kept.witness)} text`,
        ]
      : [],
    segments: [
      `ALTER COLUMN ${own} TYPE ${to}${using}`,
      ...(kept
        ? [
            `ALTER COLUMN ${quoteIdentifier(kept.values)} TYPE ${from} USING ${own}`,
            `ALTER COLUMN ${quoteIdentifier(kept.witness)} TYPE text USING ${witness(`(${value})::${to}`)}`,
          ]
        : []),
    ],
    after: parked
      ? [
          `ALTER TABLE ${on} ${was.map((one) => `DROP COLUMN ${quoteIdentifier(one)}`).join(', ')}`,
          forgetSql(parked),
        ]
      : [],
    parked: kept
      ? [
          {
            kind: 'values',
            schema: table.schema,
            name: table.name,
            column,
            parkedAs: kept.values,
            marker: kept.witness,
            parts: {},
          },
        ]
      : [],
  };
}

/** The type without its length, so that a value that is too long is refused and not cut. */
function withoutLength(type: string): string {
  return type.startsWith('character(') ? 'bpchar' : type.replace(/\(\d+(?:,\d+)?\)/, '');
}

/** A value as a text that is never null, and other for NULL than for any value. */
const witness = (value: string): string => `COALESCE('=' || (${value})::text, '-')`;
