import { as, nameFrom, plain } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const renameEnumValue: Rule = {
  name: 'rename-enum-value',
  severity: 'error',
  category: 'breaks-code',
  summary: 'A value of an enum is renamed',
  why: 'Running code still writes the old value, which PostgreSQL now refuses (22P02), and reads the new one, which its Prisma client does not know.',
  directions: ['up'],
  *statement(statement, { model }) {
    const alter = as(statement.node, 'AlterEnumStmt');
    if (alter?.oldVal === undefined) return;
    const type = nameFrom(alter.typeName);
    const known = model.enums.get(model.key(type));
    if (model.isUnseen(known?.createdIn) || model.isUnseen(known?.values.get(alter.oldVal))) return;
    yield {
      message: `Renaming '${alter.oldVal}' to '${alter.newVal}' in ${plain(type)} breaks running code that uses the old value.`,
      fix: `-- rename in the code alone: ${alter.newVal} @map("${alter.oldVal}") in schema.prisma, no migration`,
    };
  },
};
