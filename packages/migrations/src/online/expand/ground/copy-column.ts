import { quoteIdentifier } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { ColumnGround, ColumnPlace } from './column-ground.ts';

/** The column's copy, bare: what holds for the values holds through the triggers. */
export function copySql(
  { table, copy }: Pick<ColumnPlace, 'table' | 'copy'>,
  { type, collation, grants }: ColumnGround,
): readonly string[] {
  const [target, name] = [quoted(table), quoteIdentifier(copy)];
  return [
    `ALTER TABLE ${target} ADD COLUMN ${name} ${type}${collation};`,
    ...grants.map(
      ({ privilege, grantee, grantable }) =>
        `GRANT ${privilege} (${name}) ON ${target} TO ${grantee}${grantable ? ' WITH GRANT OPTION' : ''};`,
    ),
  ];
}
