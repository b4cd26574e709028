// oxlint-disable typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion -- pg's types list only some of the OIDs that its parsers know
import type { ArgType } from '@prisma/driver-adapter-utils';
import { type CustomTypesConfig, types } from 'pg';

const textArray = 1009;
const passText = (text: string): string => text;

/** Types whose text the engine wants untouched, where `pg` would make a Date or an object of it. */
const asText: ReadonlySet<number> = new Set([114, 1082, 1083, 1114, 1266, 1700, 3802]);
/** Arrays that the engine reads as text arrays; `pg` knows no parser for `name[]` (1003) and `"char"[]` (1002). */
const asTextArray: ReadonlySet<number> = new Set([1002, 1003, 1014, 1015]);

/** How result values reach the engine: `pg`'s own parsers, but dates as RFC 3339 text and JSON as text. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === 1114) return (text: string) => `${text.replace(' ', 'T')}+00:00`;
    if (oid === 1184) return rfc3339;
    if (asText.has(oid)) return passText;
    if (asTextArray.has(oid))
      return types.getTypeParser(textArray as never, 'text') as (text: string) => unknown;
    return types.getTypeParser(oid, format as 'text');
  }) as CustomTypesConfig['getTypeParser'],
};

/** `2026-11-21 03:12:35.5+05:30` as the server prints it in any session time zone, to RFC 3339. */
function rfc3339(text: string): string {
  return text
    .replace(' ', 'T')
    .replace(/([+-]\d{2})(:?)(\d{2})?$/, (_, hours, __, minutes) => `${hours}:${minutes ?? '00'}`);
}

/** A parameter of the engine as `pg` wants it. Dates stay text: the server reads their offset itself. */
export function toParameter(value: unknown, type: ArgType | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => toParameter(item, type));
  if (typeof value === 'string' && type?.scalarType === 'bytes') return Buffer.from(value, 'base64');
  return value;
}
