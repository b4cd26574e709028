import type { AlterEnumStmt } from 'libpg-query';

import { nameFrom } from '@agora/postgres/parser';
import type { SchemaModel } from './schema-model.ts';

/** Brings the model past ALTER TYPE ... ADD VALUE or RENAME VALUE. */
export function alterEnum(model: SchemaModel, statement: AlterEnumStmt): void {
  const key = model.key(nameFrom(statement.typeName));
  const known = model.enums.get(key) ?? { createdIn: -1, values: new Map<string, number>() };
  const values = new Map(known.values);
  const since = statement.oldVal === undefined ? undefined : values.get(statement.oldVal);
  if (statement.oldVal !== undefined) values.delete(statement.oldVal);
  // A renamed value was committed long ago; only an added one is unsafe to use at once.
  values.set(statement.newVal ?? '', statement.oldVal === undefined ? model.migration : (since ?? -1));
  model.enums.set(key, { ...known, values });
}
