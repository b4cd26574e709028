import type { ColumnType } from '@agora/catalog';
import { quoteLiteral } from '@agora/postgres';

/** How far a value is from an everyday one: `mild` numbers stay small and texts are empty. */
type Oddness = 'strong' | 'mild';

/**
 * Values that ordinary rows lack and conversions tend to damage: long texts with spaces at both ends and
 * letters beyond ASCII, fractions with many digits, numbers that a smaller type cannot hold, microseconds.
 * They differ from row to row. Empty for a type of which nothing is odd.
 *
 * @param mark what makes the value differ from that of another row
 */
export function oddValues(type: ColumnType, mark: number, oddness: Oddness): string[] {
  if (type.kind === 'd' && type.base !== undefined)
    return oddValues(type.base, mark, oddness).map((expression) => `(${expression})::${type.sql}`);
  if (type.element !== undefined) {
    if (oddness === 'mild') return [`'{}'::${type.sql}`];
    const [first] = oddValues(type.element, mark, oddness);
    return first === undefined ? [] : [`ARRAY[${first}, ${first}]::${type.sql}`];
  }
  if (type.kind !== 'b') return [];
  return (oddness === 'strong' ? strong(type, mark) : mild(type, mark)).map(
    (text) => `${quoteLiteral(text)}::${type.sql}`,
  );
}

function strong(type: ColumnType, mark: number): string[] {
  switch (type.name) {
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext':
      return [long(mark, type.length)];
    case 'int2':
      return [String(-32_000 - mark)];
    case 'int4':
      return [String(-2_000_000_000 - mark)];
    case 'int8':
      // More digits than a double has.
      return [String(-9_007_199_254_741_001n - BigInt(mark * 2))];
    default:
      return fine(type, mark);
  }
}

function mild(type: ColumnType, mark: number): string[] {
  switch (type.name) {
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext':
      return ['', ` ${mark} `.slice(0, type.length)];
    case 'int2':
    case 'int4':
    case 'int8':
      return ['0', `-${mark}`];
    case 'time':
      // The end of a day, which other types take for the beginning.
      return ['24:00:00'];
    case 'timetz':
      return ['24:00:00-07:30'];
    default:
      return fine(type, mark);
  }
}

/** Digits where most values have none. */
function fine(type: ColumnType, mark: number): string[] {
  switch (type.name) {
    case 'numeric': {
      const scale = type.scale ?? 15;
      const whole = (type.precision ?? 1000) - scale > 2 ? `-${mark % 100}` : '-0';
      return [scale > 0 ? `${whole}.${'7'.repeat(scale)}` : whole];
    }
    case 'float8':
      return [`-${mark}.1234567890123456`];
    case 'float4':
      return [`-${mark}.123456`];
    case 'money':
      return [`-${mark}.07`];
    case 'date':
      return [`1969-12-${10 + (mark % 20)}`];
    case 'timestamp':
    case 'timestamptz':
      return [`1969-12-${10 + (mark % 20)} 23:59:58.987654+00`];
    case 'time':
      return [`23:59:${10 + (mark % 49)}.987654`];
    case 'timetz':
      return [`23:59:${10 + (mark % 49)}.987654-07:30`];
    case 'interval':
      return [`1 year 2 mons ${mark} days 04:05:06.789012`];
    case 'json':
    case 'jsonb':
      return [`{"a": [1, null, "Ü ${mark}"], "b": {"c": ""}}`];
    case 'bytea':
      return [`\\x00ff80${(mark % 256).toString(16).padStart(2, '0')}`];
    case 'uuid':
      return [`ffffffff-ffff-4fff-bfff-${String(mark).padStart(12, '0')}`];
    case 'inet':
      return [`2001:db8::${mark}/64`];
    case 'regclass':
    case 'regcollation':
    case 'regconfig':
    case 'regdictionary':
    case 'regnamespace':
    case 'regoper':
    case 'regoperator':
    case 'regproc':
    case 'regprocedure':
    case 'regrole':
    case 'regtype':
      // Numbers of nothing that is there: of none, and of what was dropped.
      return ['-', String(4_294_960_000 + mark)];
    default:
      return [];
  }
}

function long(mark: number, length = 300): string {
  const text = ` Ünï "Çödé" 'q' \\ ${mark} ${'and so on '.repeat(30)}`;
  return text.slice(0, Math.min(length, 300));
}
