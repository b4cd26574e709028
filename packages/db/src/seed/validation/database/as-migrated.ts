import { everywhere, type Invariant } from '../model/invariant.ts';
import { forumTables } from '../model/references.ts';
import { kept } from './kept.ts';

const tables = forumTables.map((table) => `'${table}'`).join(', ');
/** The roles that the migrations make, and everybody. */
const roles = "('agora_owner', 'agora_app', 'agora_loader', 'public')";

/**
 * SQL: a check as it reads in every database. PostgreSQL writes a list of words for a `varchar` in one way where it was made
 * by IN, and in another where that text was read again, as a restored dump and a node of Citus do.
 */
const spelledAlike = (definition: string): string =>
  [
    [`\\((''[^'']*'')::character varying\\)::text`, '\\1::text'],
    [`(''[^'']*'')::character varying`, '\\1::text'],
    ['\\((ARRAY\\[[^]]*\\])\\)::text\\[\\]', '\\1'],
  ].reduce((text, [found, kept]) => `regexp_replace(${text}, '${found}', '${kept}', 'g')`, definition);

/**
 * SQL: what the migrations made of the forum's tables and functions, a line each; `open` where one that they did not make
 * is a fault too, since it lets somebody do more.
 */
export const described = `
  WITH forum AS (SELECT c.oid, c.relname, c.relacl, c.relowner FROM pg_class c
                  WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN (${tables})),
       made AS (SELECT p.*, p.oid::regprocedure::text AS signature FROM pg_proc p
                 WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'agora\\_%'
                   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'))
  SELECT format('policy %s of %s: %s for %s to %s using %s check %s', p.polname, f.relname,
           CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, p.polcmd,
           (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END, ', ' ORDER BY r) FROM unnest(p.polroles) r),
           pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) AS line, true AS open
    FROM pg_policy p JOIN forum f ON f.oid = p.polrelid
  UNION ALL
  SELECT format('%s may %s %s', coalesce(g.rolname, 'public'), string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type), f.relname), true
    FROM forum f CROSS JOIN LATERAL aclexplode(coalesce(f.relacl, acldefault('r', f.relowner))) a LEFT JOIN pg_roles g ON g.oid = a.grantee
   WHERE coalesce(g.rolname, 'public') IN ${roles} AND a.privilege_type NOT IN ('MAINTAIN') GROUP BY g.rolname, f.relname
  UNION ALL
  SELECT format('%s may %s %s.%s', coalesce(g.rolname, 'public'), string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type), f.relname, c.attname), true
    FROM forum f JOIN pg_attribute c ON c.attrelid = f.oid AND NOT c.attisdropped CROSS JOIN LATERAL aclexplode(c.attacl) a
    LEFT JOIN pg_roles g ON g.oid = a.grantee
   WHERE coalesce(g.rolname, 'public') IN ${roles} GROUP BY g.rolname, f.relname, c.attname
  UNION ALL
  SELECT format('%s may %s %s', coalesce(g.rolname, 'public'), a.privilege_type, m.signature), true
    FROM made m CROSS JOIN LATERAL aclexplode(coalesce(m.proacl, acldefault('f', m.proowner))) a LEFT JOIN pg_roles g ON g.oid = a.grantee
   WHERE coalesce(g.rolname, 'public') IN ${roles}
  UNION ALL
  SELECT format('role %s: superuser %s, past policies %s', rolname, rolsuper, rolbypassrls), true
    FROM pg_roles WHERE rolname IN ${roles}
  UNION ALL
  SELECT format('%s is a member of %s', pg_get_userbyid(m.member), pg_get_userbyid(m.roleid)), true
    FROM pg_auth_members m WHERE pg_get_userbyid(m.member) = 'agora_app' AND pg_get_userbyid(m.roleid) IN ${roles}
  UNION ALL
  SELECT format('%s owns %s', pg_get_userbyid(relowner), relname), false FROM forum
  UNION ALL
  SELECT format('function %s of %s: %s', signature, pg_get_userbyid(proowner),
           md5(concat_ws(' ', prosrc, prosecdef, provolatile, proisstrict, proconfig, pg_get_function_result(oid)))), false FROM made
  UNION ALL
  SELECT format('trigger of %s: %s', f.relname, pg_get_triggerdef(t.oid)), false
    FROM pg_trigger t JOIN forum f ON f.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT format('constraint %s of %s: %s', x.conname, f.relname, ${spelledAlike('pg_get_constraintdef(x.oid)')}), false
    FROM pg_constraint x JOIN forum f ON f.oid = x.conrelid WHERE x.contype IN ('p', 'u', 'f', 'c', 'x') AND x.conparentid = 0
  UNION ALL
  SELECT format('unique index: %s', pg_get_indexdef(i.indexrelid)), false
    FROM pg_index i JOIN forum f ON f.oid = i.indrelid
   WHERE i.indisunique AND NOT EXISTS (SELECT FROM pg_constraint x WHERE x.conindid = i.indexrelid AND x.conrelid = i.indrelid)
  UNION ALL
  SELECT format('column %s.%s: %s%s%s', f.relname, c.attname, format_type(c.atttypid, c.atttypmod),
           CASE WHEN c.attnotnull THEN ' not null' END, ' default ' || pg_get_expr(d.adbin, d.adrelid)), false
    FROM forum f JOIN pg_attribute c ON c.attrelid = f.oid AND c.attnum > 0 AND NOT c.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.attrelid AND d.adnum = c.attnum`;

const lines = kept.map((line) => `'${line.replaceAll("'", "''")}'`).join(',\n');

export const asMigrated: Invariant = {
  name: 'as-migrated',
  summary:
    'Policies, rights, owners, triggers, functions, columns, keys and checks are as the migrations left them, and nobody was let in beside.',
  checks: [
    `
    WITH live AS MATERIALIZED (${described}), kept AS MATERIALIZED (SELECT unnest(ARRAY[${lines}]::text[]) AS line)
    SELECT NULL::uuid AS community_id, k.line AS row, 'gone, or changed' AS detail
      FROM kept k WHERE ${everywhere} AND NOT EXISTS (SELECT FROM live l WHERE l.line = k.line)
    UNION ALL
    SELECT NULL::uuid, l.line, 'by no migration'
      FROM live l WHERE l.open AND NOT EXISTS (SELECT FROM kept k WHERE k.line = l.line)`,
  ],
};
