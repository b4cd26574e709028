import { quoteIdentifier, quoteLiteral, splitStatements, statementTokens } from '@agora/postgres';

import { wordsOf } from '../../guard/reach.ts';
import {
  type Grant,
  grantLine,
  type Role,
  type RoleState,
  type Settings,
  settingsTarget,
  withNames,
} from './role-state.ts';

/** The way back for roles: what comes before everything else, and what comes last. */
export interface RolesBack {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly notes: readonly string[];
}

/** Statements that lead from the roles after a migration to those before it. */
export function rolesBack(before: RoleState, end: RoleState, up: string): RolesBack {
  const names = renamedBack(before, end);
  const after = withNames(end, names);
  const [were, are] = [byName(before), byName(after)];
  const staying = madeWhereMissing(up, before, after);
  const added = after.roles.filter(({ name }) => !were.has(name)).map(({ name }) => name);
  const removed = before.roles.filter(({ name }) => !are.has(name)).map(({ name }) => name);
  const [grants, grantsNow] = [before, after].map((state) => new Set(state.grants.map(grantLine)));
  return {
    first: [
      ...[...names].map(
        ([now, old]) => `ALTER ROLE ${quoteIdentifier(now)} RENAME TO ${quoteIdentifier(old)}`,
      ),
      ...before.roles.filter(({ name }) => !are.has(name)).map(madeAgain),
      ...before.roles.flatMap((role) => commentBack(role, are.get(role.name))),
    ],
    last: [
      ...before.roles.flatMap((role) => rightsBack(role, are.get(role.name))),
      ...settingsBack(before.settings, after.settings),
      // A role that stays may be older, and with it who its members are.
      ...after.grants
        .filter(
          (one) => !grants?.has(grantLine(one)) && (one.database !== undefined || !staying.has(one.what)),
        )
        .map((one) => grantSql('REVOKE', one)),
      ...before.grants.filter((one) => !grantsNow?.has(grantLine(one))).map((one) => grantSql('GRANT', one)),
      ...added
        .filter((name) => !staying.has(name))
        .map((name) =>
          guarded(
            `DROP ROLE IF EXISTS ${quoteIdentifier(name)}`,
            'dependent_objects_still_exist',
            `the role ${name} stays: other databases use it`,
          ),
        ),
    ],
    notes: [
      ...removed.map((name) => `The role ${name} comes back without its password.`),
      ...added
        .filter((name) => staying.has(name))
        .map(
          (name) =>
            `The role ${name} stays: the migration makes it only where it is missing, so it may be older.`,
        ),
    ],
  };
}

const byName = ({ roles }: RoleState): ReadonlyMap<string, Role> =>
  new Map(roles.map((role) => [role.name, role]));

/** Names after the migration, each with the one before. */
function renamedBack(before: RoleState, after: RoleState): ReadonlyMap<string, string> {
  const old = new Map(before.roles.map(({ oid, name }) => [oid, name]));
  return new Map(
    after.roles.flatMap(({ oid, name }): [string, string][] => {
      const was = old.get(oid);
      return was === undefined || was === name ? [] : [[name, was]];
    }),
  );
}

function madeAgain({ name, rights }: Role): string {
  const sql = `CREATE ROLE ${quoteIdentifier(name)} ${rights.join(' ')}`;
  return guarded(sql, 'duplicate_object', `the role ${name} is there`);
}

/** Last, since what the role may do by then may be needed to go back; and only what differs: who is no superuser may not say more. */
function rightsBack(was: Role, is: Role | undefined): string[] {
  const changed = is === undefined ? [] : was.rights.filter((right) => !is.rights.includes(right));
  return changed.length === 0 ? [] : [`ALTER ROLE ${quoteIdentifier(was.name)} ${changed.join(' ')}`];
}

function commentBack({ name, comment }: Role, is: Role | undefined): string[] {
  if ((is?.comment ?? null) === comment) return [];
  return [`COMMENT ON ROLE ${quoteIdentifier(name)} IS ${comment === null ? 'NULL' : quoteLiteral(comment)}`];
}

function settingsBack(before: readonly Settings[], after: readonly Settings[]): string[] {
  const now = new Map(after.map((one) => [settingsTarget(one), one.config.join('\n')]));
  const were = new Set(before.map(settingsTarget));
  return [
    ...[...now.keys()].filter((target) => !were.has(target)).map((target) => `ALTER ${target} RESET ALL`),
    ...before.flatMap((one) => {
      const target = settingsTarget(one);
      if (now.get(target) === one.config.join('\n')) return [];
      const sets = one.config.map((config) => `ALTER ${target} SET ${settingSql(config)}`);
      return now.has(target) ? [`ALTER ${target} RESET ALL`, ...sets] : sets;
    }),
  ];
}

function grantSql(verb: 'GRANT' | 'REVOKE', { what, database, to, option }: Grant): string {
  const grantee = to === '' ? 'PUBLIC' : quoteIdentifier(to);
  const toward = verb === 'GRANT' ? 'TO' : 'FROM';
  if (database === undefined) {
    const passing = option && verb === 'GRANT' ? ' WITH ADMIN OPTION' : '';
    return `${verb} ${quoteIdentifier(what)} ${toward} ${grantee}${passing}`;
  }
  const passing = option && verb === 'GRANT' ? ' WITH GRANT OPTION' : '';
  const sql = (name: string, whom: string): string =>
    `${verb} ${what} ON DATABASE ${name} ${toward} ${whom}${passing}`;
  if (database !== '') return sql(quoteIdentifier(database), grantee);
  // The own database goes by another name on each server.
  const format = quoteLiteral(sql('%I', grantee.replaceAll('%', '%%')));
  return `DO $role$ BEGIN EXECUTE format(${format}, current_database()); END $role$`;
}

/** Roles that a script makes in code which first looks whether they are there. */
export function madeWhereMissing(up: string, before: RoleState, after: RoleState): ReadonlySet<string> {
  const staying = new Set<string>();
  for (const { text } of splitStatements(up)) {
    const [verb] = statementTokens(text.slice(0, 100));
    if (verb !== 'do' || !/exists|duplicate_object|pg_roles|pg_authid|pg_user|to_regrole/i.test(text))
      continue;
    const words = new Set(wordsOf(text));
    for (const { name } of after.roles)
      if (words.has(name) && !before.roles.some((role) => role.name === name)) staying.add(name);
  }
  return staying;
}

/** Roles belong to the whole server, so another database may have its say. */
function guarded(sql: string, condition: string, words: string): string {
  const body = `BEGIN\n  ${sql};\nEXCEPTION WHEN ${condition} THEN\n  RAISE NOTICE USING MESSAGE = ${quoteLiteral(words)};\nEND`;
  return `DO $role$ ${body} $role$`;
}

/** Settings that are lists of names are kept as they are written; all others are one value. */
const LISTS = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
]);

function settingSql(config: string): string {
  const at = config.indexOf('=');
  const [name, value] = [config.slice(0, at), config.slice(at + 1)];
  return `${name} TO ${LISTS.has(name.toLowerCase()) && value !== '' ? value : quoteLiteral(value)}`;
}
