import { familySql, notParked, sortedTexts, userOptions, userRelation, type Family } from '../family.ts';

/** All that ALTER COLUMN ... SET takes (attribute options of reloptions.c). */
const COLUMN_OPTIONS = ['n_distinct', 'n_distinct_inherited'];

/** Ordinary, partitioned and foreign tables; a view's query stands under `query`. */
export const relations: Family = {
  name: 'relations',
  sql: () =>
    familySql({
      kind: {
        expression: `CASE c.relkind WHEN 'f' THEN 'foreign table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END`,
      },
      schema: 'n.nspname',
      name: 'c.relname',
      catalog: 'pg_class',
      oid: 'c.oid',
      relation: 'c.oid',
      definition: {
        query: `CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END`,
        populated: `CASE WHEN c.relkind = 'm' THEN c.relispopulated END`,
        unlogged: `c.relpersistence = 'u'`,
        'access method': '(SELECT a.amname FROM pg_am a WHERE a.oid = c.relam)',
        tablespace: '(SELECT t.spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace)',
        options: userOptions('c.reloptions'),
        'toast options': userOptions('(SELECT t.reloptions FROM pg_class t WHERE t.oid = c.reltoastrelid)'),
        'replica identity': `CASE WHEN c.relkind IN ('r', 'p') THEN c.relreplident::text END`,
        'row security': 'c.relrowsecurity',
        'row security forced': 'c.relforcerowsecurity',
        partitioned: `c.relkind = 'p'`,
        'partition key': `CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END`,
        'partition bound': 'pg_get_expr(c.relpartbound, c.oid)',
        parents: `(SELECT jsonb_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid)`,
        'of type': `CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END`,
        server:
          '(SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid)',
        'foreign options':
          '(SELECT to_jsonb(array_agg(o ORDER BY o)) FROM pg_foreign_table f, unnest(f.ftoptions) o WHERE f.ftrelid = c.oid)',
      },
      hidden: {
        columns: `(SELECT jsonb_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND ${notParked('a.attname')})`,
      },
      owner: 'c.relowner',
      acl: { items: 'c.relacl', letter: `'r'` },
      from: 'pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace',
      where: `c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relpersistence <> 't' AND ${userRelation('c', 'n')}`,
    }),
};

/** Columns; never their number, so that a column dropped and made again at the end counts as equal. */
export const columns: Family = {
  name: 'columns',
  sql: (version) =>
    familySql({
      kind: 'column',
      schema: 'n.nspname',
      parent: 'c.relname',
      name: 'a.attname',
      catalog: 'pg_class',
      oid: 'c.oid',
      sub: 'a.attnum',
      relation: 'c.oid',
      definition: {
        type: 'format_type(a.atttypid, a.atttypmod)',
        'not null': 'a.attnotnull',
        default: `CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END`,
        generated: `CASE WHEN a.attgenerated <> '' THEN a.attgenerated::text || ' ' || pg_get_expr(d.adbin, d.adrelid) END`,
        identity: `CASE WHEN a.attidentity <> '' THEN a.attidentity::text END`,
        collation: `(SELECT nc.nspname || '.' || co.collname FROM pg_collation co JOIN pg_namespace nc ON nc.oid = co.collnamespace
          WHERE co.oid = a.attcollation AND a.attcollation <> t.typcollation)`,
        storage: `CASE WHEN c.relkind IN ('r', 'p') AND a.attstorage <> t.typstorage THEN a.attstorage::text END`,
        compression: `CASE WHEN a.attcompression <> '' THEN a.attcompression::text END`,
        'statistics target': 'CASE WHEN coalesce(a.attstattarget, -1) >= 0 THEN a.attstattarget END',
        options: userOptions('a.attoptions', COLUMN_OPTIONS),
        'foreign options': sortedTexts('a.attfdwoptions'),
        inherited: 'a.attinhcount > 0',
        local: 'a.attislocal OR c.relispartition',
        privileges: `(SELECT jsonb_agg(line ORDER BY line) FROM (
          SELECT CASE WHEN e.grantee = 0 THEN 'PUBLIC' WHEN e.grantee = c.relowner THEN '(owner)' ELSE pg_get_userbyid(e.grantee)::text END
            || ' ' || e.privilege_type || CASE WHEN e.is_grantable THEN ' with grant option' ELSE '' END AS line FROM aclexplode(a.attacl) e) lines)`,
      },
      hidden: {
        type: 'a.atttypid::int8',
        'type name': `(SELECT tn.nspname || '.' || tt.typname FROM pg_type tt JOIN pg_namespace tn ON tn.oid = tt.typnamespace WHERE tt.oid = a.atttypid)`,
        'type storage': 't.typstorage::text',
        // Only PostgreSQL 18 gives a NOT NULL of a table a row of its own.
        'not null': `(SELECT k.conname FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey[1] = a.attnum LIMIT 1)`,
        'relation kind': 'c.relkind::text',
        'relation owner': 'c.relowner::int8',
      },
      from: `pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum`,
      where: `a.attnum > 0 AND NOT a.attisdropped AND ${notParked('a.attname')} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relpersistence <> 't'
        AND ${userRelation('c', 'n')} AND ${version > 0 ? 'true' : 'false'}`,
    }),
};
