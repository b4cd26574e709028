import { familySql, madeByUser, userSchema, type Family } from '../family.ts';

export const schemas: Family = {
  name: 'schemas',
  sql: () =>
    familySql({
      kind: 'schema',
      name: 'n.nspname',
      catalog: 'pg_namespace',
      oid: 'n.oid',
      definition: {},
      owner: 'n.nspowner',
      acl: { items: 'n.nspacl', letter: `'n'` },
      from: 'pg_namespace n',
      where: userSchema('n'),
    }),
};

export const extensions: Family = {
  name: 'extensions',
  sql: () =>
    familySql({
      kind: 'extension',
      name: 'e.extname',
      catalog: 'pg_extension',
      oid: 'e.oid',
      definition: { schema: 'n.nspname', version: 'e.extversion' },
      from: 'pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace',
      where: madeByUser('e.oid'),
    }),
};

/** Owners of objects that a default privilege names appear as `(owner)`; the role it is set for is part of the name. */
export const defaultPrivileges: Family = {
  name: 'default privileges',
  sql: () =>
    familySql({
      kind: 'default privileges',
      schema: 'n.nspname',
      name: `pg_get_userbyid(d.defaclrole) || ' on ' || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
        WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE d.defaclobjtype::text END`,
      catalog: 'pg_default_acl',
      oid: 'd.oid',
      definition: {
        grants: `(SELECT jsonb_agg(line ORDER BY line) FROM (
          SELECT CASE WHEN e.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(e.grantee)::text END || ' ' || e.privilege_type
            || CASE WHEN e.is_grantable THEN ' with grant option' ELSE '' END AS line FROM aclexplode(d.defaclacl) e) lines)`,
      },
      from: 'pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace',
      where: `(d.defaclnamespace = 0 OR (${userSchema('n')}))
        AND (d.defaclnamespace <> 0 OR d.defaclacl::text <> acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)::text)`,
    }),
};
