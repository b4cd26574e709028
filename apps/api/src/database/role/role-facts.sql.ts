// Made from role-facts.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RoleFactsParameters {

}

export interface RoleFactsRow {
  readonly role: string;
  readonly login: string;
  readonly unbound: string | null;
  readonly loginUnbound: boolean;
  readonly tables: number;
  readonly open: string | null;
  readonly owned: string | null;
}

export const roleFactsSql = sql<RoleFactsParameters, RoleFactsRow>({
  name: 'role-facts',
  parameters: [],
  text: `WITH tenant AS (
  SELECT c.oid::regclass::text AS name, c.relowner AS owner, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'community_id' AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
)
SELECT current_user AS role, session_user AS login,
  (SELECT string_agg(rolname, ', ' ORDER BY rolname) FROM pg_roles
    WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER')) AS unbound,
  EXISTS (SELECT FROM pg_roles
    WHERE (rolsuper OR rolbypassrls) AND pg_has_role(session_user, oid, 'MEMBER')) AS "loginUnbound",
  (SELECT count(*) FROM tenant)::int AS tables,
  (SELECT string_agg(name, ', ' ORDER BY name) FROM tenant WHERE NOT secured) AS open,
  (SELECT string_agg(name, ', ' ORDER BY name) FROM tenant
    WHERE NOT forced AND pg_has_role(current_user, owner, 'MEMBER')) AS owned`,
});
