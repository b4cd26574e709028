import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier, quoteLiteral, readServerMajor } from '@agora/postgres';
import type { DatabaseFacts, Manifest } from '../../format/manifest.ts';
import { localeMissing, missingLocale } from './locale.ts';

/**
 * Makes an empty database with the encoding and the locale of another.
 * @throws AgoraError `backup.locale_missing`
 */
export async function createLike(client: Client, name: string, facts: DatabaseFacts): Promise<void> {
  const lack = await missingLocale(client, facts);
  if (lack !== undefined) throw localeMissing(lack);
  await client.query(
    `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING ${quoteLiteral(facts.encoding)} ${await localeSql(client, facts)}`,
  );
}

/** Servers before 15 know no provider but libc. */
async function localeSql(
  client: Client,
  { collate, ctype, provider, locale, rules }: DatabaseFacts,
): Promise<string> {
  const base = `LC_COLLATE ${quoteLiteral(collate)} LC_CTYPE ${quoteLiteral(ctype)}`;
  if ((await readServerMajor(client)) < 15) return base;
  const providers = {
    c: ' LOCALE_PROVIDER libc',
    i: ` LOCALE_PROVIDER icu ICU_LOCALE ${quoteLiteral(locale ?? '')}${rules === undefined ? '' : ` ICU_RULES ${quoteLiteral(rules)}`}`,
    b: ` LOCALE_PROVIDER builtin BUILTIN_LOCALE ${quoteLiteral(locale ?? '')}`,
  };
  return `${base}${providers[provider]}`;
}

/** What is said of the database itself, as statements. @param name it has now */
export function databaseStatements(name: string, facts: DatabaseFacts, owners: boolean): readonly string[] {
  const database = quoteIdentifier(name);
  return [
    ...(facts.comment === null ? [] : [`COMMENT ON DATABASE ${database} IS ${quoteLiteral(facts.comment)}`]),
    ...facts.settings.map((setting) => {
      const [key = '', ...value] = setting.split('=');
      return `ALTER DATABASE ${database} SET ${quoteIdentifier(key)} TO ${settingValue(key, value.join('='))}`;
    }),
    ...(owners && facts.privileges !== null
      ? [
          `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
          ...facts.privileges.map(
            ({ grantee, privilege, grantable }) =>
              `GRANT ${privilege} ON DATABASE ${database} TO ${grantee === 'PUBLIC' ? grantee : quoteIdentifier(grantee)}${grantable ? ' WITH GRANT OPTION' : ''}`,
          ),
        ]
      : []),
    ...(owners ? [`ALTER DATABASE ${database} OWNER TO ${quoteIdentifier(facts.owner)}`] : []),
  ];
}

/** Lists are kept as lists of quoted names (GUC_LIST_QUOTE); anything else is one word. */
const LISTS = new Set([
  'search_path',
  'session_preload_libraries',
  'local_preload_libraries',
  'temp_tablespaces',
]);

const settingValue = (key: string, value: string): string =>
  LISTS.has(key.toLowerCase()) ? value || "''" : quoteLiteral(value);

/** Roles that the backup names and the server lacks. */
export async function missingRoles(
  client: Client,
  { roles }: Pick<Manifest, 'roles'>,
): Promise<Manifest['roles']> {
  const { rows } = await client.query<{ name: string }>('SELECT rolname AS name FROM pg_roles');
  const there = new Set(rows.map(({ name }) => name));
  return roles.filter(({ name }) => !there.has(name));
}

/** The error for {@link missingRoles}. */
export function rolesMissing(roles: Manifest['roles']): AgoraError {
  return new AgoraError({
    code: 'backup.roles_missing',
    message: `The server lacks ${roles.length} role(s) of the backup: ${roles.map(({ name }) => name).join(', ')}.`,
    why: 'They own objects of it, or have rights on them. Roles belong to a server, and a backup knows them by name only.',
    fix: `Make them (${roles.map((role) => createRole(role)).join('; ')}), or restore with --no-owner: everything then belongs to who restores.`,
  });
}

/** A role as an owner needs it; nobody logs in as it. */
export function createRole({ name, superuser, bypassRls }: Manifest['roles'][number]): string {
  return `CREATE ROLE ${quoteIdentifier(name)}${superuser ? ' SUPERUSER' : ''}${bypassRls ? ' BYPASSRLS' : ''}`;
}
