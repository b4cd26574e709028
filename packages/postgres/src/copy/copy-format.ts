import { AgoraError } from '@agora/core';

/**
 * A value that COPY can write. A nested list becomes an array of PostgreSQL, `{ json }` a json or
 * jsonb value, bytes a bytea, a Date a point in time (for a column without time zone, in UTC).
 */
export type CopyValue =
  | null
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | { readonly json: unknown }
  | readonly CopyValue[];

/** One row as a line of COPY's text format (PostgreSQL manual, COPY, "Text Format"), line feed included. */
export function copyLine(row: readonly CopyValue[]): string {
  let line = '';
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index];
    line += (index === 0 ? '' : '\t') + (value === null ? '\\N' : escapeField(valueText(value)));
  }
  return `${line}\n`;
}

const special = /[\\\t\n\r\b\f\v]/;
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

function escapeField(text: string): string {
  // Most fields have nothing to escape, and testing is much cheaper than replacing.
  return special.test(text) ? text.replaceAll(/[\\\t\n\r\b\f\v]/g, (found) => escapes[found] ?? found) : text;
}

/** The text that the type's input function reads. */
function valueText(value: Exclude<CopyValue, null> | undefined): string {
  switch (typeof value) {
    case 'string':
      return storable(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 't' : 'f';
    case 'object':
      if (value instanceof Date) return dateText(value);
      if (value instanceof Uint8Array) return byteaText(value);
      if (Array.isArray(value)) return arrayText(value as readonly CopyValue[]);
      if ('json' in value) return jsonText(value.json);
      break;
    default:
  }
  throw invalidValue(
    `A value of type ${value === undefined ? 'undefined' : typeof value} cannot be written.`,
    'Give null for "no value", and { json: ... } for an object.',
  );
}

/** Text that PostgreSQL can hold, unchanged. */
function storable(text: string): string {
  if (text.includes('\0')) {
    throw invalidValue(
      'It holds the character with code zero, which PostgreSQL stores in no text.',
      'Remove the character, or store the value as bytea.',
    );
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw invalidValue(
      'It holds half of a surrogate pair, which is no character and would be stored as another one.',
      'Cut texts at whole characters, for example with Array.from(text).',
    );
  }
  return text;
}

function dateText(value: Date): string {
  if (Number.isNaN(value.getTime()))
    throw invalidValue('It is an invalid Date.', 'Give a valid Date, or null.');
  const iso = value.toISOString();
  const year = value.getUTCFullYear();
  if (year >= 1 && year <= 9999) return iso;
  // ISO 8601 writes the year before 1 as 0 and long years with a sign; PostgreSQL writes "1 BC" and no sign.
  const rest = iso.slice(iso.indexOf('-', 1));
  const digits = String(year < 1 ? 1 - year : year).padStart(4, '0');
  return digits + rest + (year < 1 ? ' BC' : '');
}

function byteaText(value: Uint8Array): string {
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
}

function jsonText(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw invalidValue('It cannot be written as JSON.', 'Remove circular references and bigints.', error);
  }
  if (text === undefined) throw invalidValue('undefined and functions are no JSON.', 'Give null instead.');
  return text;
}

/** An array literal (manual, "Array Input and Output Syntax"); everything but NULL and inner arrays is quoted. */
function arrayText(items: readonly CopyValue[]): string {
  const parts = items.map((item) => {
    if (item === null) return 'NULL';
    if (Array.isArray(item)) return arrayText(item as readonly CopyValue[]);
    return `"${valueText(item).replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
  });
  return `{${parts.join(',')}}`;
}

function invalidValue(why: string, fix: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'postgres.copy_invalid_value',
    message: 'A value cannot be written by COPY.',
    why,
    fix,
    cause,
  });
}
