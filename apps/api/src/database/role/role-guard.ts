import { failedWith, SQLSTATE } from '@agora/postgres';
import { ApiError } from '../../api-error.ts';
import type { Database } from '../database.ts';
import { roleFactsSql } from './role-facts.sql.ts';

/**
 * Makes sure that row-level security binds the API before it answers anything.
 * @param options.loginToo whether the login behind the role must be bound as well, as it must in production: a bound
 *   role of a superuser's session is one RESET ROLE away from none
 * @throws ApiError `api.unsafe_role`, `api.schema_missing`, `api.settings_unheard`
 */
export async function assertRoleIsBound(database: Database, options: { loginToo: boolean }): Promise<void> {
  const facts = await database.one(undefined, roleFactsSql({})).catch((error: unknown) => {
    if (failedWith(error, SQLSTATE.invalidParameterValue) && String(error).includes(`"${database.role}"`))
      throw new ApiError('api.schema_missing', `The server has no role ${database.role}.`, {
        fix: 'Apply the migrations, which make agora_app: pnpm prisma migrate deploy. For another role, set DATABASE_ROLE.',
      });
    throw error;
  });
  if (facts === undefined || facts.tables === 0) {
    throw new ApiError('api.schema_missing', "The database has none of the forum's tables.", {
      fix: 'Apply the migrations: pnpm prisma migrate deploy',
    });
  }
  if (facts.role !== database.role) {
    throw new ApiError(
      'api.settings_unheard',
      `The database gives the API the role ${facts.role}, not ${database.role}.`,
      {
        why: 'What a connection begins with did not arrive: a pooler such as PgBouncer stands between, and lets `options` pass unread.',
        fix: 'Add pgbouncer=true to the parameters of DATABASE_URL; the settings then travel with each transaction.',
      },
    );
  }
  const reasons = [
    facts.unbound === null ? '' : `no policy binds ${facts.unbound}, which ${facts.role} is or may become`,
    facts.owned === null ? '' : `${facts.role} owns, without FORCE ROW LEVEL SECURITY: ${facts.owned}`,
    facts.open === null ? '' : `row-level security is not enabled on: ${facts.open}`,
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
