/** A value in SQL, from a reference to one that may stand there several times. */
export type Convert = (reference: string) => string;

/**
 * How values of one type become those of another, and back, in SQL; `:value` is one. What cannot be converted becomes NULL,
 * and stops nobody who writes.
 */
export interface Conversion {
  readonly forward: string;
  readonly back: string;
}

/** A type as conversions know it. */
export interface TypeFact {
  /** In SQL, modifiers included. */
  readonly sql: string;
  /** Without modifiers, as PostgreSQL calls it: `character varying`. */
  readonly base: string;
  /** `typtype`: b base, e enum, d domain, c composite, r range. */
  readonly kind: string;
  /** Of character types: how many characters it takes; undefined for any number. */
  readonly length?: number;
  /** Of numeric. */
  readonly precision?: number;
  readonly scale?: number;
}

const INTEGERS: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};
const TEXTS: ReadonlySet<string> = new Set(['text', 'character varying', 'character', 'citext']);
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** The conversion that the types alone tell; undefined where it has to be said. */
export function deriveConversion(from: TypeFact, to: TypeFact): Conversion | undefined {
  const [forward, back] = [convert(from, to), convert(to, from)];
  return forward && back && { forward: forward(':value'), back: back(':value') };
}

/** An expression with a reference in the place of `:value`, brought to the type. */
export function converted(expression: string, type: string): Convert {
  return (reference) => `CAST(${expression.replaceAll(/(?<!:):value\b/g, () => reference)} AS ${type})`;
}

function convert(from: TypeFact, to: TypeFact): Convert | undefined {
  const cast: Convert = (value) => `${value}::${to.sql}`;
  const when =
    (condition: Convert, then: Convert = cast): Convert =>
    (value) =>
      `CASE WHEN ${condition(value)} THEN ${then(value)} END`;
  if (isText(to)) return toText(from, to, { cast, when });
  if (isText(from) || (from.kind === 'e' && to.kind === 'e')) return fromText(to, { cast, when });
  const range = INTEGERS[to.base];
  if (range !== undefined) {
    if (width(from) !== undefined && (width(from) ?? 0) <= (width(to) ?? 0)) return cast;
    if (width(from) !== undefined) return when((value) => `${value} BETWEEN ${range[0]} AND ${range[1]}`);
    // The cast rounds.
    if (from.base === 'numeric')
      return when((value) => `round(${value}) BETWEEN ${range[0]} AND ${range[1]}`);
    // So does this one; the ends of bigint have no double of their own.
    if (FLOATS.has(from.base)) {
      const [least, most] = to.base === 'bigint' ? ['-9.2e18', '9.2e18'] : range;
      return when((value) => `round(${value}::double precision) BETWEEN ${least} AND ${most}`);
    }
    return undefined;
  }
  if (to.base === 'numeric') return toNumeric(from, to, { cast, when });
  if (to.base === 'double precision' && (width(from) !== undefined || from.base === 'real')) return cast;
  if (to.base === 'real' && from.base === 'double precision')
    return when(
      (value) =>
        `${value} IN (0, 'NaN', 'Infinity', '-Infinity') OR abs(${value}) BETWEEN 1.2e-38 AND 3.4e38`,
    );
  if (to.base === 'jsonb' && from.base === 'json')
    return when((value) => `${value}::text NOT LIKE '%\\u0000%'`);
  if (to.base === 'json' && from.base === 'jsonb') return cast;
  if (to.base === from.base && PRECISE.has(to.base)) return cast;
  if (to.base === DAY || from.base === DAY)
    return [to.base, from.base].every((one) => one === DAY || one === 'timestamp without time zone')
      ? cast
      : undefined;
  return undefined;
}

const FLOATS: ReadonlySet<string> = new Set(['real', 'double precision']);
const DAY = 'date';
/** Types of times, whose modifier is a precision. */
const PRECISE: ReadonlySet<string> = new Set([
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
  'time with time zone',
]);

interface Makers {
  readonly cast: Convert;
  readonly when: (condition: Convert, then?: Convert) => Convert;
}

function toText(from: TypeFact, to: TypeFact, { cast, when }: Makers): Convert | undefined {
  const { length } = to;
  const known = isText(from) || from.kind === 'e' || from.base in INTEGERS || TEXTABLE.has(from.base);
  if (!known) return undefined;
  // A cast in so many words would cut what is too long.
  if (length === undefined || (isText(from) && from.length !== undefined && from.length <= length))
    return cast;
  return when((value) => `length(${value}::text) <= ${length}`);
}

/** Types whose text says everything about a value, and can be read again. */
const TEXTABLE: ReadonlySet<string> = new Set([
  'uuid',
  'boolean',
  'numeric',
  'jsonb',
  'json',
  'inet',
  'cidr',
]);

function fromText(to: TypeFact, { cast, when }: Makers): Convert | undefined {
  const range = INTEGERS[to.base];
  // CASE is evaluated in order, AND is not.
  if (range !== undefined)
    return (value) =>
      `CASE WHEN ${value} ~ '^\\s*[-+]?[0-9]{1,30}\\s*$' THEN CASE WHEN ${value}::numeric BETWEEN ${range[0]} AND ${range[1]} THEN ${cast(value)} END END`;
  if (to.base === 'uuid') return when((value) => `${value} ~* '${UUID}'`);
  if (to.base === 'boolean')
    return when((value) => `lower(${value}) IN ('true', 'false', 't', 'f', '1', '0')`);
  if (to.base === 'numeric' && to.precision === undefined)
    return when((value) => `${value} ~ '^\\s*[-+]?[0-9]{1,1000}([.][0-9]{0,1000})?\\s*$'`);
  if (to.kind === 'e')
    return when(
      (value) => `${value}::text = ANY (enum_range(NULL::${to.sql})::text[])`,
      (value) => `${value}::text::${to.sql}`,
    );
  return undefined;
}

function toNumeric(from: TypeFact, to: TypeFact, { cast, when }: Makers): Convert | undefined {
  if (width(from) === undefined && from.base !== 'numeric') return undefined;
  const { precision, scale = 0 } = to;
  if (precision === undefined) return cast;
  const fits: Convert = (value) => `abs(round(${value}, ${scale})) < 1e${precision - scale}`;
  return when((value) => (from.base === 'numeric' ? `${value} = 'NaN' OR ${fits(value)}` : fits(value)));
}

function width({ base }: TypeFact): number | undefined {
  const found = Object.keys(INTEGERS).indexOf(base);
  return found === -1 ? undefined : found;
}

function isText({ base }: TypeFact): boolean {
  return TEXTS.has(base);
}
