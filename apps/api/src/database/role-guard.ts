import { ApiError } from '../api-error.ts';
import type { Database } from './database.ts';
import { call, statement } from './statement.ts';

interface RoleFacts {
  readonly role: string;
  readonly login: string;
  /** Roles that policies do not bind and that the role is, or could become. */
  readonly unbound: readonly string[];
  /** Whether the login that took on the role could become such a one. */
  readonly loginUnbound: boolean;
  /** Tables with a `community_id` that no policy protects. */
  readonly open: readonly string[];
  /** Tables that the role owns (or could own) and whose policies do not bind their owner. */
  readonly owned: readonly string[];
  readonly tables: number;
}

const roleFacts = statement<[], RoleFacts>(
  'role_facts',
  `WITH tenant AS (
    SELECT c.oid::regclass::text AS name, c.relowner AS owner, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'community_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  )
  SELECT json_build_object(
    'role', current_user, 'login', session_user,
    'unbound', (SELECT coalesce(json_agg(rolname ORDER BY rolname), '[]') FROM pg_roles
                WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER')),
    'loginUnbound', EXISTS (SELECT FROM pg_roles
                WHERE (rolsuper OR rolbypassrls) AND pg_has_role(session_user, oid, 'MEMBER')),
    'tables', (SELECT count(*) FROM tenant),
    'open', (SELECT coalesce(json_agg(name ORDER BY name), '[]') FROM tenant WHERE NOT secured),
    'owned', (SELECT coalesce(json_agg(name ORDER BY name), '[]') FROM tenant
              WHERE NOT forced AND pg_has_role(current_user, owner, 'MEMBER')))`,
);

/**
 * Makes sure that row-level security binds the API before it answers anything.
 * @param options.loginToo whether the login behind the role must be bound as well, as it must in production: a bound
 *   role of a superuser's session is one RESET ROLE away from none
 * @throws ApiError `api.unsafe_role`, `api.schema_missing`
 */
export async function assertRoleIsBound(database: Database, options: { loginToo: boolean }): Promise<void> {
  const facts = await database.one(undefined, call(roleFacts));
  if (facts === undefined || facts.tables === 0) {
    throw new ApiError('api.schema_missing', "The database has none of the forum's tables.", {
      fix: 'Apply the migrations: pnpm prisma migrate deploy',
    });
  }
  const reasons = [
    facts.unbound.length > 0
      ? `no policy binds ${facts.unbound.join(', ')}, which ${facts.role} is or may become`
      : '',
    facts.owned.length > 0
      ? `${facts.role} owns, without FORCE ROW LEVEL SECURITY: ${facts.owned.join(', ')}`
      : '',
    facts.open.length > 0 ? `row-level security is not enabled on: ${facts.open.join(', ')}` : '',
    options.loginToo && facts.loginUnbound
      ? `the login ${facts.login} is, or may become, a role that no policy binds`
      : '',
  ].filter((reason) => reason !== '');
  if (reasons.length === 0) return;
  throw new ApiError(
    'api.unsafe_role',
    'The API refuses to start: its database role could read past row-level security.',
    {
      why: reasons.join('\n'),
      fix: 'Connect with a login that is no superuser, GRANT agora_app TO it, and leave DATABASE_ROLE at agora_app.',
    },
  );
}
