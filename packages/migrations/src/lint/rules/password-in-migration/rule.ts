import type { Rule } from '../../rule.ts';
import { as, each } from '@agora/postgres/parser';

export const passwordInMigration: Rule = {
  name: 'password-in-migration',
  severity: 'error',
  category: 'security',
  summary: 'A password in a migration',
  why: 'The file stays in version control and in every image, the statement in the log of the server, and the password is the same in every environment.',
  *statement(statement) {
    const role = as(statement.node, 'CreateRoleStmt') ?? as(statement.node, 'AlterRoleStmt');
    for (const option of each(role?.options, 'DefElem')) {
      if (option.defname !== 'password' || as(option.arg, 'String') === undefined) continue;
      const start = statement.at(option.location);
      yield {
        span: { start, end: start + 'PASSWORD'.length },
        message: 'The password of a role is written here for all to read.',
        fix: `-- create the role without it, and set it outside the migrations:\nCREATE ROLE <role> LOGIN;`,
      };
    }
  },
};
