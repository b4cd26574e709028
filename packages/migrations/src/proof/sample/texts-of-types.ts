/** Texts that a cast takes. */
export interface Texts {
  /** As the type itself writes its values: they come back as they were. */
  readonly usual: readonly string[];
  /** Right as well, and written otherwise: a cast changes them for good. */
  readonly changed: readonly string[];
}

const NUMBERS: Texts = { usual: ['7', '12'], changed: ['007', '+3', ' 41 '] };
const TIMES: Texts = {
  usual: ['2024-01-02 03:04:05', '2023-05-06 07:08:09'],
  changed: ['2024-01-02T03:04:05.120', 'Jan 2 2024', '20240102'],
};
const JSON_TEXTS: Texts = {
  usual: ['{"a": 1}', '[1, 2]'],
  changed: ['{"b":1,"a":2}', '{"a": 1, "a": 2}', 'null', '"in quotes"', ' [1.0]'],
};

/** Texts that a cast to a type takes, by the parser's name of the type. */
export const TEXTS: Readonly<Record<string, Texts>> = {
  int2: NUMBERS,
  int4: NUMBERS,
  int8: NUMBERS,
  numeric: { usual: ['7', '12'], changed: ['1.005', '007', '1e2'] },
  float4: { usual: ['7', '12'], changed: ['1.00', '1e2'] },
  float8: { usual: ['7', '12'], changed: ['1.00', '1e2'] },
  money: { usual: ['$7.00', '$12.00'], changed: ['7', '1.005'] },
  bool: { usual: ['true', 'false'], changed: ['yes', 'T', '0'] },
  uuid: {
    usual: ['0190a0b0-0000-7000-8000-000000000001', '0190a0b0-0000-7000-8000-000000000002'],
    changed: ['0190A0B0-0000-7000-8000-00000000000C', '{0190a0b0-0000-7000-8000-00000000000d}'],
  },
  json: { usual: JSON_TEXTS.usual, changed: [] },
  jsonb: JSON_TEXTS,
  inet: { usual: ['192.168.0.1', '10.0.0.0/8'], changed: ['192.168.0.1/32', '2001:DB8::0:1'] },
  cidr: { usual: ['10.0.0.0/8', '192.168.1.0/24'], changed: ['10', '2001:DB8::/32'] },
  macaddr: { usual: ['08:00:2b:01:02:03', '08:00:2b:01:02:04'], changed: ['08-00-2B-01-02-05'] },
  date: { usual: ['2024-01-02', '2023-05-06'], changed: ['20240103', 'Jan 2 2024'] },
  timestamp: TIMES,
  timestamptz: TIMES,
  time: { usual: ['03:04:05', '07:08:09'], changed: ['3:04 pm', '03:04'] },
  timetz: { usual: ['03:04:05+00', '07:08:09+00'], changed: ['03:04 UTC'] },
  interval: { usual: ['1 day', '02:00:00'], changed: ['24 hours', '1 week'] },
  bytea: { usual: [String.raw`\x00ff`, String.raw`\x01`], changed: [String.raw`\x0A`, 'abc'] },
  bit: { usual: ['1', '0'], changed: [] },
};
/** Of a list written as PostgreSQL does. */
export const ARRAY: Texts = { usual: ['{a,b}', '{c}'], changed: ['{ "a" , b}', '{}'] };
/** Of a list with commas between. */
export const LIST: Texts = { usual: ['a,b', 'c'], changed: ['', 'a,,b'] };

/**
 * Texts for a type that takes so many characters and no more: short ones, and spaces at the end, which it cuts off
 * without a word.
 * @param type by the parser's name
 * @param before the most characters so far
 */
export function textsOfLength(type: string, length: number, before = Infinity): Texts {
  const cut = type === 'bpchar' ? 'a ' : `${'x'.repeat(length)} `;
  return {
    usual: Array.from({ length: length === 1 ? 9 : 60 }, (_, at) => String(at + 1)),
    changed: length < before && length < 10_000 ? [cut] : [],
  };
}
