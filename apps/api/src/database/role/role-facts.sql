-- Not Prisma: asks the catalogue what the policies bind. Unbound are roles that no policy binds and that the role is or
-- could become; open, tables with a community_id that no policy protects; owned, those whose policies do not bind the
-- role, which owns them or could become their owner.
-- role is never null.
-- login is never null.
-- loginUnbound is never null.
-- tables is never null.
WITH tenant AS (
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
    WHERE NOT forced AND pg_has_role(current_user, owner, 'MEMBER')) AS owned
