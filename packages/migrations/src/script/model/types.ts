import type { TypeName } from 'libpg-query';

import { quoteIdentifier } from '@agora/postgres';
import { as, strings } from '@agora/postgres/parser';

const aliases: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'char',
  decimal: 'numeric',
};

/**
 * A type in one spelling: `varchar(20)`, `timestamptz(3)`, `integer[]`, `serial`, `public.mood`.
 * The schema of PostgreSQL's own types is left out.
 */
export function typeText(type: TypeName | undefined): string {
  const names = strings(type?.names);
  const base = names.at(-1) ?? '?';
  const schema = names.length > 1 ? names.at(-2) : undefined;
  const name =
    schema === undefined || schema === 'pg_catalog' ? (aliases[base] ?? base) : `${schema}.${base}`;
  // The parser leaves out what is zero.
  const modifiers = (type?.typmods ?? []).map((node) => {
    const number = as(node, 'A_Const')?.ival;
    return number === undefined ? '?' : (number.ival ?? 0);
  });
  const arrays = '[]'.repeat(type?.arrayBounds?.length ?? 0);
  return `${name}${modifiers.length > 0 ? `(${modifiers.join(',')})` : ''}${arrays}`;
}

/** A type in the spelling of `typeText`, as SQL: names that want quotes have them. */
export function typeSql(type: string): string {
  if (/^[a-z0-9_ ]+(\([0-9,]+\))?( with(out)? time zone)?(\[\])*$/.test(type)) return type;
  return type.replace(
    /^(?:([^".]+)\.)?([^".([]+)/,
    (_, schema: string | undefined, name: string) =>
      `${schema === undefined ? '' : `${quoteIdentifier(schema)}.`}${quoteIdentifier(name)}`,
  );
}

/** Whether the type makes a sequence and a default of `nextval`. */
export function isSerial(type: string): boolean {
  return ['serial', 'bigserial', 'smallserial', 'serial4', 'serial8', 'serial2'].includes(type);
}

/**
 * What a change of a column's type costs: `catalog` is a change of the catalog alone, `indexes` builds those of the
 * column anew, `rewrite` writes the table and all of its indexes.
 */
export type TypeChange = 'catalog' | 'indexes' | 'rewrite';

/** INTERVAL_MASK(SECOND) of the server. */
const SECOND = 4096;

interface Split {
  readonly base: string;
  readonly modifiers: readonly number[];
}

/**
 * Cost of `ALTER COLUMN ... TYPE to` for a column of type `from`, by the rules of ATColumnChangeRequiresRewrite
 * and the support functions of the types (varchar_support, numeric_support, timestamp_support, ...).
 * @param session `utc` where the session's TimeZone is UTC: only there are timestamp and timestamptz the same bytes
 */
export function typeChange(from: string, to: string, session: { readonly utc?: boolean } = {}): TypeChange {
  if (from === to) return 'catalog';
  const a = split(from);
  const b = split(to);
  if (a.base === b.base && widens(a, b)) return 'catalog';
  if (isText(b) && (isText(a) || a.base === 'varchar')) return 'catalog';
  // The same bytes in another order.
  if ((isCitext(b) && (a.base === 'text' || a.base === 'varchar')) || (isCitext(a) && isText(b)))
    return 'indexes';
  if (a.base === 'cidr' && b.base === 'inet') return 'catalog';
  if (a.base === 'xml' && isText(b)) return 'catalog';
  if ([a.base, b.base].toSorted().join() === 'integer,oid') return 'indexes';
  if (a.base === 'bit' && to === 'varbit') return 'indexes';
  // A precision below 6 is a second conversion, which no server leaves out.
  if (session.utc && isTimestamp(a) && isTimestamp(b) && (b.modifiers[0] ?? 6) >= 6) return 'catalog';
  return 'rewrite';
}

/** The type of the extension citext, in whatever schema. */
function isCitext({ base }: Split): boolean {
  return /(?:^|\.)citext$/.test(base);
}

function isTimestamp({ base }: Split): boolean {
  return base === 'timestamp' || base === 'timestamptz';
}

/** `text`, or `varchar` without a length. */
function isText({ base, modifiers }: Split): boolean {
  return base === 'text' || (base === 'varchar' && modifiers.length === 0);
}

function split(type: string): Split {
  const found = /^(.*?)\(([\d,-]+)\)$/.exec(type);
  if (!found) return { base: type, modifiers: [] };
  return { base: found[1] ?? type, modifiers: (found[2] ?? '').split(',').map(Number) };
}

function widens(a: Split, b: Split): boolean {
  const [first, scale = 0] = a.modifiers;
  const [wider, newScale = 0] = b.modifiers;
  const limit = { timestamp: 6, timestamptz: 6, time: 6, timetz: 6 }[a.base];
  if (limit !== undefined) return (wider ?? limit) >= (first ?? limit);
  // The first modifier is the mask of its fields, of which any with seconds keeps all others; the second their digits.
  if (a.base === 'interval')
    return (
      wider === undefined ||
      ((wider === first || (wider & SECOND) !== 0) && (b.modifiers[1] ?? 6) >= (a.modifiers[1] ?? 6))
    );
  if (a.base === 'char' || a.base === 'bit') return false;
  if (wider === undefined) return a.base === 'varchar' || a.base === 'numeric' || a.base === 'varbit';
  if (first === undefined) return false;
  if (a.base === 'numeric') return newScale === scale && wider >= first;
  return (a.base === 'varchar' || a.base === 'varbit') && wider >= first;
}
