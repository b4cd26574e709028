import type { ColumnType } from '@agora/catalog';

import { fromPattern } from './from-pattern.ts';
import type { Hints } from './hints.ts';

/** Texts of many shapes: one of them is likely to satisfy a pattern somebody wrote into a CHECK. */
function texts(row: number, hints: Hints): string[] {
  const lengths = hints.numbers.filter((one) => Number.isInteger(one) && one > 0 && one <= 2000);
  const digit = String(row % 10);
  const hex = (row + 10).toString(16);
  const patterns = hints.strings.filter((one) => /[\\^$*+?()|[\]{}]/.test(one));
  return [
    ...patterns.flatMap((one) => fromPattern(one, row) ?? []),
    // In both cases: a script that changes the one or the other then shows.
    `Sample ${row}`,
    `sample ${row}`,
    ...hints.strings.filter((one) => !/[\\^$*+?()|[\]{}]/.test(one)),
    `sample${row}`,
    `sample-${row}`,
    `a${row}@example.org`,
    `https://example.org/${row}`,
    `${digit}23`,
    `#${hex.padStart(6, 'a').slice(0, 6)}`,
    `S${row}`,
    'ABC',
    String.fromCodePoint(97 + (row % 26)),
    `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`,
    `+4912345${String(row).padStart(4, '0')}`,
    `/${row}`,
    `{"n":${row}}`,
    ...lengths.flatMap((length) => [
      `${row}`.padStart(length, 'a'),
      `${row}`.padStart(length + 1, 'a'),
      `${row}`.padStart(length, '0'),
    ]),
    '',
  ];
}

function numbers(row: number, hints: Hints, scale: number): string[] {
  const step = scale > 0 ? '.5' : '';
  return [
    `${row}`,
    ...hints.numbers.flatMap((one) => [one + row - 1, one, one + 1, one - 1]).map(String),
    `${row * 10}${step}`,
    '0',
    '1',
    `-${row}`,
    '0.5',
    '100',
  ];
}

const instant = (row: number): string => `2024-01-0${1 + (row % 8)} 0${row % 10}:00:00+00`;

/** Values of a base type as text, the likeliest first. */
export function baseValues(type: ColumnType, row: number, hints: Hints): string[] {
  const dates = hints.strings.filter((one) => /^\d{4}-\d\d-\d\d/.test(one));
  switch (type.name) {
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
      return numbers(row, hints, 0).filter((one) => /^-?\d+$/.test(one));
    case 'numeric':
    case 'float4':
    case 'float8': {
      const limit = type.precision === undefined ? Infinity : 10 ** (type.precision - (type.scale ?? 0));
      return numbers(row, hints, type.scale ?? 1).filter((one) => Math.abs(Number(one)) < limit);
    }
    case 'money':
      return [`${row}.50`];
    case 'bool':
      return row % 2 === 1 ? ['true', 'false'] : ['false', 'true'];
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext':
    case 'name': {
      const most = type.length ?? Infinity;
      const all = texts(row, hints);
      const fitting = all.filter((one) => one.length <= most);
      return [...new Set([...fitting, ...all.map((one) => one.slice(-most)).filter((one) => one !== '')])];
    }
    case 'char':
      return [String.fromCodePoint(97 + (row % 26))];
    case 'uuid':
      return [
        `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`,
        ...hints.strings.filter((one) => /^[0-9a-f-]{36}$/.test(one)),
      ];
    case 'date':
      return [...dates, instant(row).slice(0, 10), '2030-01-01', '1990-01-01'];
    case 'timestamp':
    case 'timestamptz':
      return [...dates, instant(row), '2030-01-01 00:00:00+00', '1990-01-01 00:00:00+00'];
    case 'time':
    case 'timetz':
      return [`0${row % 10}:00:00`, '23:00:00'];
    case 'interval':
      return [`${row} hours`, '1 day'];
    case 'json':
    case 'jsonb':
      return [
        `{"sample": ${row}}`,
        '{}',
        '[]',
        `"sample ${row}"`,
        `${row}`,
        ...hints.strings.filter((one) => /^[{[]/.test(one)),
      ];
    case 'bytea':
      // An id in bytes is a common key of trees; it agrees with the uuid of the same row.
      return [
        `\\x${row.toString(16).padStart(2, '0')}`,
        `\\x0000000000004000800000000000${String(row).padStart(4, '0')}`,
        ...hints.numbers
          .filter((one) => one > 1 && one <= 1024)
          .map((length) => `\\x${row.toString(16).padStart(length * 2, '0')}`),
        '\\x',
      ];
    case 'inet':
    case 'cidr':
      return [`10.0.0.${row % 250}${type.name === 'cidr' ? '/32' : ''}`];
    case 'macaddr':
      return [`08:00:2b:01:02:0${row % 10}`];
    case 'macaddr8':
      return [`08:00:2b:01:02:03:04:0${row % 10}`];
    case 'bit':
      return [
        row
          .toString(2)
          .padStart(type.length ?? 1, '0')
          .slice(-(type.length ?? 1)),
      ];
    case 'varbit':
      return [row.toString(2).slice(-(type.length ?? 8))];
    case 'tsvector':
    case 'tsquery':
      return [`sample${row}`];
    case 'point':
      return [`(${row},${row})`];
    case 'line':
      return [`{1,${row},0}`];
    case 'lseg':
    case 'box':
      return [`(${row},${row}),(${row + 1},${row + 1})`];
    case 'path':
    case 'polygon':
      return [`((${row},0),(0,${row}),(0,0))`];
    case 'circle':
      return [`<(${row},0),1>`];
    case 'xml':
      return [`<sample n="${row}"/>`];
    case 'hstore':
      return [`sample=>${row}`];
    case 'ltree':
      return [`sample.n${row}`];
    case 'jsonpath':
      return [`$.n${row}`];
    case 'vector':
      return [`[${row}]`];
    case 'pg_lsn':
      return [`0/${row.toString(16)}`];
    case 'regclass':
      return ['pg_class'];
    case 'xid8':
    case 'txid_snapshot':
    case 'pg_snapshot':
      return [type.name === 'xid8' ? `${row}` : `${row}:${row + 1}:`];
    default:
      return texts(row, hints);
  }
}
