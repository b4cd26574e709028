import { as, each, nameFrom, plain } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';
import { ofOtherColumns } from './of-other-columns.ts';

export const enumValueUsed: Rule = {
  name: 'enum-value-used',
  severity: 'error',
  category: 'fails',
  summary: 'An enum value is added and used in the same transaction',
  why: 'PostgreSQL refuses to use a value before the transaction that added it has committed (55P04, "unsafe use of new value"), unless the type was created there too.',
  *script({ statements, model, transactional }) {
    if (!transactional) return;
    const created = new Set<string>();
    for (const statement of statements) {
      const create = as(statement.node, 'CreateEnumStmt');
      if (create) created.add(model.key(nameFrom(create.typeName)));
      const alter = as(statement.node, 'AlterEnumStmt');
      const value = alter?.newVal;
      if (!alter || value === undefined || alter.oldVal !== undefined) continue;
      const type = nameFrom(alter.typeName);
      if (created.has(model.key(type))) continue;
      const use = statements
        .filter((other) => other.start > statement.start && !('AlterEnumStmt' in other.node))
        .flatMap((other) => {
          const elsewhere = new Set(
            [...each([other.node], 'TypeCast')]
              .filter((cast) => nameFrom(cast.typeName?.names).name !== type.name)
              .map((cast) => as(cast.arg, 'A_Const')?.location)
              .concat(ofOtherColumns(other, model, type)),
          );
          return [...each([other.node], 'A_Const')]
            .filter((constant) => constant.sval?.sval === value && !elsewhere.has(constant.location))
            .map((constant) => ({ start: other.at(constant.location) }));
        })[0];
      if (!use) continue;
      yield {
        span: { start: use.start, end: use.start + value.length + 2 },
        message: `'${value}' was added to ${plain(type)} by this migration, and cannot be used before it has committed.`,
        fix: `-- leave this in a migration of its own:\n${statement.text};\n-- and use the value in the next`,
      };
    }
  },
};
