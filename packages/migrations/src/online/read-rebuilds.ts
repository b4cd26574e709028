import { type Client, quoteIdentifier, quoteLiteral, splitStatements } from '@agora/postgres';
import { type Name, parseStatements, quoted } from '@agora/postgres/parser';

import type { Migration } from '../project/folder.ts';
import { alterationsOf } from '../script/alterations.ts';
import type { SchemaModel } from '../script/model/schema-model.ts';
import { withRollback } from './expand/ground/with-rollback.ts';
import { expandTypeChanges } from './expand/type/change-type.ts';
import type { TypeChange } from './expand/type/type-change.ts';
import { type Conversion, deriveConversion, type TypeFact } from './expand/type/conversions.ts';
import { readTypeGround } from './expand/type/type-ground.ts';
import { type EnumRebuild, enumRebuilds, type RebuiltColumn } from './enum-rebuild.ts';
import type { PreparedRebuild } from './rewrite/facts.ts';
import { withoutFrame } from './rewrite/files/frame.ts';
import { expandingDrafts } from './rewrite/rows/expand.ts';
import type { Draft } from './rewrite/step.ts';

/**
 * What the enums that a migration makes anew become: new values alone are added in place; where one goes, each column
 * changes its type by expansion, all of them and the names of the types in one swap.
 *
 * @param client a database that stands before the migration; nothing in it is changed
 */
export async function readRebuilds(
  client: Client,
  { migration, model }: { readonly migration: Migration; readonly model: SchemaModel },
): Promise<ReadonlyMap<string, PreparedRebuild>> {
  const { statements } = parseStatements(splitStatements(withoutFrame(migration.up).body));
  const found = new Map<string, PreparedRebuild>();
  for (const rebuild of enumRebuilds(
    statements.filter(({ nested }) => !nested),
    (name) => model.key(name),
  )) {
    const first = rebuild.statements[0]?.text ?? '';
    const becomes = await withRollback(client, async () => {
      await client.query(`SET LOCAL search_path TO ${quoteIdentifier(model.defaultSchema)}`);
      return grown(client, rebuild).then(
        async (drafts) =>
          drafts ?? (await expanded(client, rebuild, { schema: model.defaultSchema, at: found.size })),
      );
    });
    found.set(first, { length: rebuild.statements.length, becomes });
  }
  return found;
}

/** ALTER TYPE ... ADD VALUE, where no value goes and those that stay keep their order; undefined elsewhere. */
async function grown(
  client: Client,
  { type, values, columns }: EnumRebuild,
): Promise<{ readonly drafts: readonly Draft[] } | undefined> {
  const { rows } = await client.query<{ label: string }>(
    'SELECT enumlabel AS label FROM pg_enum WHERE enumtypid = to_regtype($1) ORDER BY enumsortorder',
    [quoted(type)],
  );
  const old = rows.map(({ label }) => label);
  const kept = values.filter((one) => old.includes(one));
  if (old.length === 0 || kept.join('\0') !== old.join('\0')) return undefined;
  const added = values.flatMap((value, at): readonly Draft[] => {
    if (old.includes(value)) return [];
    const before = values[at - 1];
    const isLast = values.slice(at).every((one) => !old.includes(one));
    const next = old.find((one) => values.indexOf(one) > at) ?? '';
    const place = isLast
      ? ''
      : before === undefined
        ? ` BEFORE ${quoteLiteral(next)}`
        : ` AFTER ${quoteLiteral(before)}`;
    return [{ kind: 'change', sql: `ALTER TYPE ${quoted(type)} ADD VALUE ${quoteLiteral(value)}${place}` }];
  });
  const defaults = columns.flatMap(({ changes }) => changes.filter((one) => isDefault(one)).slice(-1));
  return {
    drafts: [...added, ...defaults.map((sql): Draft => ({ kind: 'change', sql, fresh: added.length > 0 }))],
  };
}

function isDefault(change: string): boolean {
  const [statement] = parseStatements(splitStatements(change)).statements;
  return statement !== undefined && alterationsOf(statement)[0]?.command.subtype === 'AT_ColumnDefault';
}

interface Around {
  /** Of unqualified names. */
  readonly schema: string;
  /** How many stand before it. */
  readonly at: number;
}

async function expanded(
  client: Client,
  rebuild: EnumRebuild,
  { schema, at }: Around,
): Promise<PreparedRebuild['becomes']> {
  const create = rebuild.statements[0]?.text ?? '';
  await client.query(create);
  const changes: TypeChange[] = [];
  for (const [index, column] of rebuild.columns.entries()) {
    const change = await readChange(client, rebuild, {
      column,
      schema,
      first: `agora_rebuild_${at + 1}_${index + 1}_`,
    });
    if ('reason' in change) return change;
    changes.push(change);
  }
  const { type, coming, going } = rebuild;
  const expansion = expandTypeChanges(changes, {
    create: `${create};`,
    drop: `DROP TYPE ${quoted(coming)};`,
    rename: [renameSql(type, going), renameSql(coming, type)],
    renameBack: [renameSql(type, coming), renameSql(going, type)],
  });
  return 'reason' in expansion
    ? expansion
    : { drafts: expandingDrafts(expansion.migrations, changes[0]?.first ?? '') };
}

interface ColumnToRead {
  readonly column: RebuiltColumn;
  readonly schema: string;
  readonly first: string;
}

async function readChange(
  client: Client,
  { type, going }: EnumRebuild,
  { column: { table, column, changes }, schema, first }: ColumnToRead,
): Promise<TypeChange | { readonly reason: string }> {
  const place = { schema: table.schema ?? schema, table, column };
  const ground = await readTypeGround(client, place, changes.join(';\n'));
  if (typeof ground === 'string') return { reason: ground };
  const [from, to] = [renamedFact(ground.from, going), renamedFact(ground.to, type)];
  const conversion = betweenEnums(ground.from, ground.to);
  const renamed = betweenEnums(from, to);
  if (conversion === undefined || renamed === undefined)
    return { reason: `how values of ${ground.from.sql} become ${ground.to.sql} and back is not known` };
  return {
    place,
    ground,
    conversion,
    first,
    drops: quoted(going),
    renamed: { from: from.sql, to: to.sql, conversion: renamed },
  };
}

/** Of arrays too: one with a value that the other enum does not have has no counterpart. */
function betweenEnums(from: TypeFact, to: TypeFact): Conversion | undefined {
  if (from.sql.endsWith('[]')) return { forward: madeArray(to.sql), back: madeArray(from.sql) };
  return deriveConversion(from, to);
}

function madeArray(type: string): string {
  const element = type.replace(/\[\]$/, '');
  return `CASE WHEN :value::text[] <@ enum_range(NULL::${element})::text[] THEN :value::text[]::${type} END`;
}

function renameSql(from: Name, to: Name): string {
  return `ALTER TYPE ${quoted(from)} RENAME TO ${quoteIdentifier(to.name)};`;
}

/** The type, or an array of it, under another name. */
function renamedFact(fact: TypeFact, name: Name): TypeFact {
  const sql = `${quoted(name)}${fact.sql.endsWith('[]') ? '[]' : ''}`;
  return { ...fact, sql, base: sql };
}
