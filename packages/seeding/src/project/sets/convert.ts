import type { ColumnType } from '@agora/catalog';
import type { CopyValue } from '@agora/postgres';
import { suggestion } from '../names/find-target.ts';

/** Why a value cannot be written to a column. */
export class BadValue {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** How values of a column are written. */
export interface Conversion {
  readonly type: ColumnType;
  /** Of an enum: the label in the database of each name in the Prisma schema. */
  readonly labels?: ReadonlyMap<string, string> | undefined;
  /** All values are texts, as in a CSV file. */
  readonly texts: boolean;
}

/** A value as COPY takes it for a column of that type. */
export function convert(value: unknown, conversion: Conversion): CopyValue | BadValue {
  const { type, labels, texts } = conversion;
  if (value === null) return null;
  if (type.base !== undefined) return convert(value, { ...conversion, type: type.base });
  if (type.name === 'json' || type.name === 'jsonb') return texts ? parsedJson(value) : jsonOf(value);
  if (type.element !== undefined) {
    if (typeof value === 'string') return value;
    if (!Array.isArray(value)) return new BadValue(`wants an array of ${type.element.sql}`);
    const items: (CopyValue | BadValue)[] = value.map((item: unknown) =>
      convert(item ?? null, { ...conversion, type: type.element! }),
    );
    const good = items.filter((item): item is CopyValue => !(item instanceof BadValue));
    return good.length === items.length ? good : items.find((item) => item instanceof BadValue)!;
  }
  if (type.labels !== undefined) return labelOf(value, type.labels, labels);
  return scalarOf(value, type);
}

function labelOf(
  value: unknown,
  known: readonly string[],
  labels: ReadonlyMap<string, string> | undefined,
): CopyValue | BadValue {
  if (typeof value !== 'string') return new BadValue(`wants one of ${known.join(', ')}`);
  const label = labels?.get(value) ?? value;
  if (known.includes(label)) return label;
  const names = labels === undefined ? known : [...labels.keys()];
  return new BadValue(`has no value "${value}", but ${names.join(', ')}.${suggestion(value, names)}`);
}

function isDecimal(value: object | null): value is { toFixed(): string } {
  return value !== null && 'toFixed' in value && typeof value.toFixed === 'function';
}

/** Types that are written like a list in JSON. */
const pgvector: readonly string[] = ['vector', 'halfvec'];

function scalarOf(value: unknown, type: ColumnType): CopyValue | BadValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    case 'object':
      if (value instanceof Date || value instanceof Uint8Array) return value;
      if (Array.isArray(value) && pgvector.includes(type.name)) return JSON.stringify(value);
      // A Decimal, of whatever library.
      if (isDecimal(value)) return value.toFixed();
      break;
    default:
  }
  return new BadValue(`takes no ${Array.isArray(value) ? 'array' : typeof value}: its type is ${type.sql}`);
}

function jsonOf(value: unknown): CopyValue | BadValue {
  try {
    if (JSON.stringify(value) !== undefined) return { json: value };
  } catch {
    // A circle or a bigint.
  }
  return new BadValue('cannot be written as JSON');
}

function parsedJson(value: unknown): CopyValue | BadValue {
  try {
    return { json: JSON.parse(String(value)) as unknown };
  } catch (error) {
    return new BadValue(`is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
