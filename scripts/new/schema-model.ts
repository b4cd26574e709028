import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { Misuse } from './room.ts';

/** A column as the Prisma schema has it. */
export interface Field {
  readonly name: string;
  /** As factories call it. */
  readonly type: string;
  readonly nullable: boolean;
  /** Of an enum: its name and its first value. */
  readonly label?: { readonly name: string; readonly first: string };
}

export interface Model {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly key: readonly string[];
}

/** Types of columns by those of Prisma; `@db.` decides before them. */
const TYPES: Readonly<Record<string, string>> = {
  '@db.Uuid': 'uuid',
  '@db.SmallInt': 'int2',
  '@db.Date': 'date',
  String: 'text',
  Int: 'int4',
  Boolean: 'bool',
  DateTime: 'timestamptz',
  Bytes: 'bytea',
  Json: 'jsonb',
};

/**
 * The model of a table, from the files of a Prisma schema.
 * @throws Misuse when no model is of this table
 */
export function modelOf(folder: string, table: string): Model {
  const text = readdirSync(folder)
    .filter((file) => file.endsWith('.prisma'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n'))
    .join('\n');
  const blocks = [...text.matchAll(/^(model|enum) (\w+) \{\n([\s\S]*?)^\}/gm)];
  const models = new Map(
    blocks.filter(([, kind]) => kind === 'model').map(([, , name, body]) => [name!, body!]),
  );
  const enums = new Map(
    blocks.filter(([, kind]) => kind === 'enum').map(([, , name, body]) => [name!, body!]),
  );
  const [name, body] = [...models].find(([, one]) => one.includes(`@@map("${table}")`)) ?? [];
  if (name === undefined || body === undefined)
    throw new Misuse(
      `No model says @@map("${table}"): write it in ${path.basename(path.dirname(folder))}/schema, and migrate first.`,
    );
  const fields = body.split('\n').flatMap((line) => {
    const [, field, type, nullable, rest] = /^ {2}(\w+) +(\w+)(\?)?((?: .*)?)$/.exec(line) ?? [];
    if (field === undefined || type === undefined || models.has(type)) return [];
    return [fieldOf({ field, type, nullable: nullable !== undefined, rest: rest ?? '' }, enums.get(type))];
  });
  const [, key = ''] = /@@id\(\[([^\]]*)\]/.exec(body) ?? [];
  return { name, fields, key: key.split(', ') };
}

function fieldOf(
  line: { field: string; type: string; nullable: boolean; rest: string },
  labels: string | undefined,
): Field {
  const common = { name: line.field, nullable: line.nullable };
  if (labels !== undefined)
    return { ...common, type: 'label', label: { name: line.type, first: /\w+/.exec(labels)![0] } };
  const [native = ''] = /@db\.\w+/.exec(line.rest) ?? [];
  const type = TYPES[native] ?? TYPES[line.type];
  if (type === undefined) throw new Misuse(`${line.field} is ${line.type}, which no seed writes yet.`);
  return { ...common, type };
}
