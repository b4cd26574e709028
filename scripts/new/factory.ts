import { readFileSync } from 'node:fs';
import path from 'node:path';

import { register } from './register.ts';
import { fill, nameOf, type Room } from './room.ts';
import { type Field, modelOf } from './schema-model.ts';

const FOLDER = 'packages/db';
const FACTORIES = 'src/seed/factories';

/** The factory of a table that the schema has: `pnpm new factory house-rules` for `house_rules`. */
export function factory(root: string, wanted: string): Room {
  const name = nameOf(wanted);
  const table = name.kebab.replaceAll('-', '_');
  const model = modelOf(path.join(root, FOLDER, 'prisma/schema'), table);
  const filling = {
    ...name,
    table,
    model: model.name,
    imports: imports(model.fields),
    columns: model.fields.map((field) => `    ${field.name}: '${field.type}',`).join('\n'),
    key: model.key.map((field) => `'${field}'`).join(', '),
    values: model.fields.map((field) => `      ${field.name}: ${valueOf(field, table)},`).join('\n'),
  };
  const files = ['factory.ts', 'factory.test.ts'].map(
    (file) =>
      [
        `${FOLDER}/${FACTORIES}/${file.replace('factory', name.kebab)}`,
        fill(`factory/${file}`, filling),
      ] as const,
  );
  const index = `${FOLDER}/${FACTORIES}/index.ts`;
  const text = register(readFileSync(path.join(root, index), 'utf8'), {
    imported: { name: name.camel, from: `./${name.kebab}.ts` },
    opening: /factories: readonly Factory\[\] = \[/,
    entry: name.camel,
  });
  return {
    files: new Map(files),
    register: { file: index, text },
    test: {
      folder: FOLDER,
      files: [`${FACTORIES}/${name.kebab}.test.ts`, `${FACTORIES}/factory.test.ts`],
    },
  };
}

function imports(fields: readonly Field[]): string {
  const enums = new Set(fields.flatMap(({ label, nullable }) => (label && !nullable ? [label.name] : [])));
  const used = fields.some(({ type, nullable }) => !nullable && (type === 'timestamptz' || type === 'date'))
    ? 'at, defineFactory'
    : 'defineFactory';
  return [
    ...(enums.size === 0
      ? []
      : [`import { ${[...enums].join(', ')} } from '../../generated/prisma/enums.ts';`]),
    `import { ${used} } from './factory.ts';`,
  ].join('\n');
}

/** A value that the type allows, to be replaced by what makes sense. */
function valueOf({ name, type, nullable, label }: Field, table: string): string {
  if (nullable) return 'null';
  if (name === 'communityId') return 'ctx.spec.id';
  if (label !== undefined) return `${label.name}.${label.first}`;
  const values: Readonly<Record<string, string>> = {
    uuid: `ctx.id('${table}', index, ctx.calendar.openedAt)`,
    text: "'Say what'",
    int2: 'index + 1',
    int4: 'index + 1',
    bool: 'false',
    timestamptz: 'at(ctx.calendar.openedAt)',
    date: 'at(ctx.calendar.openedAt)',
    bytea: 'new Uint8Array()',
    jsonb: '{}',
  };
  return values[type]!;
}
