import type { Report, Rule } from '../../rule.ts';
import { as, each, type ParsedStatement } from '@agora/postgres/parser';

export const passwordInMigration: Rule = {
  name: 'password-in-migration',
  severity: 'error',
  category: 'security',
  summary: 'A password in a migration',
  why: 'The file stays in version control and in every image, the statement in the log of the server, and the password is the same in every environment.',
  *statement(statement) {
    yield* elsewhere(statement);
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

/** That of a foreign server, or of the server that a subscription copies from. */
function* elsewhere({ node, text, start }: ParsedStatement): Generator<Report> {
  const mapping = as(node, 'CreateUserMappingStmt') ?? as(node, 'AlterUserMappingStmt');
  const subscription = as(node, 'CreateSubscriptionStmt') ?? as(node, 'AlterSubscriptionStmt');
  const given =
    [...each(mapping?.options, 'DefElem')].some(({ defname }) => defname === 'password') ||
    /\bpassword\s*=|:\/\/[^/\s]*:[^/\s]*@/i.test(subscription?.conninfo ?? '');
  if (!given) return;
  const at = start + Math.max(text.search(mapping ? /\bpassword\b/i : /\bconnection\b/i), 0);
  yield {
    span: { start: at, end: at + (mapping ? 'password' : 'connection').length },
    message: `The password for ${mapping ? 'a foreign server' : 'another server'} is written here for all to read.`,
    fix: '-- set it outside the migrations, or let the server read it from a password file (passfile)',
  };
}
