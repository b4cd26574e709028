import type { Rule } from '../../rule.ts';
import { as, each } from '@agora/postgres/parser';

export const grantToPublic: Rule = {
  name: 'grant-to-public',
  severity: 'error',
  category: 'security',
  summary: 'A privilege granted to PUBLIC',
  why: 'PUBLIC is every role of the server, those made later included: reporting users, monitoring, the role of another application.',
  *statement(statement) {
    const grant = as(statement.node, 'GrantStmt') ?? as(statement.node, 'AlterDefaultPrivilegesStmt')?.action;
    if (!grant?.is_grant) return;
    if (![...each(grant.grantees, 'RoleSpec')].some((role) => role.roletype === 'ROLESPEC_PUBLIC')) return;
    yield {
      message: 'Every role of the server gets this privilege.',
      fix: `${statement.text.replace(/\bto\s+public\b/i, 'TO <role>')};`,
    };
  },
};
