import { familySql, notParked, userRelation, userSchema, type Family } from '../family.ts';

/**
 * Constraints of tables. What a NOT NULL is called (PostgreSQL 18 gives it a row of its own) is left out:
 * its name does not follow a renamed column and says nothing about the data. Left out, too, is what a foreign key to a
 * partitioned table has for each of its partitions: each major version calls it otherwise.
 */
export const constraints: Family = {
  name: 'constraints',
  sql: () =>
    familySql({
      kind: { expression: `CASE co.contype WHEN 'n' THEN 'not null' ELSE 'constraint' END` },
      schema: 'n.nspname',
      parent: 'c.relname',
      name: `CASE co.contype WHEN 'n' THEN (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = co.conrelid AND a.attnum = co.conkey[1]) ELSE co.conname END`,
      catalog: 'pg_constraint',
      oid: 'co.oid',
      relation: 'c.oid',
      definition: {
        definition: `CASE co.contype WHEN 'n' THEN regexp_replace(pg_get_constraintdef(co.oid), '^NOT NULL .* ?', '') ELSE pg_get_constraintdef(co.oid) END`,
        validated: 'co.convalidated',
        // Of a key it says how it was made: attached to that of a partitioned table, or with it.
        'no inherit': `CASE WHEN co.contype IN ('c', 'n') THEN co.connoinherit END`,
        inherited: 'co.coninhcount > 0',
        local: 'co.conislocal OR c.relispartition',
      },
      hidden: { type: 'co.contype::text', index: 'co.conindid::int8', name: 'co.conname' },
      from: 'pg_constraint co JOIN pg_class c ON c.oid = co.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace',
      where: `co.contype <> 't' AND ${notParked('co.conname')} AND ${userRelation('c', 'n')}
        AND (co.contype <> 'n' OR co.connoinherit OR NOT co.convalidated)
        AND NOT EXISTS (SELECT FROM pg_constraint up WHERE up.oid = co.conparentid AND up.conrelid = co.conrelid)`,
    }),
};

export const domainConstraints: Family = {
  name: 'domain constraints',
  sql: () =>
    familySql({
      kind: 'domain constraint',
      schema: 'n.nspname',
      parent: 't.typname',
      name: 'co.conname',
      catalog: 'pg_constraint',
      oid: 'co.oid',
      definition: { definition: 'pg_get_constraintdef(co.oid)', validated: 'co.convalidated' },
      from: 'pg_constraint co JOIN pg_type t ON t.oid = co.contypid JOIN pg_namespace n ON n.oid = t.typnamespace',
      where: `co.contype <> 'n' AND ${userSchema('n')}`,
    }),
};

export const indexes: Family = {
  name: 'indexes',
  sql: () =>
    familySql({
      kind: 'index',
      schema: 'n.nspname',
      parent: 't.relname',
      name: 'c.relname',
      catalog: 'pg_class',
      oid: 'c.oid',
      relation: 't.oid',
      definition: {
        definition: 'pg_get_indexdef(c.oid)',
        valid: 'i.indisvalid',
        clustered: 'i.indisclustered',
        'replica identity': 'i.indisreplident',
        tablespace: '(SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace)',
        parent: '(SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid)',
        'statistics targets': `(SELECT jsonb_object_agg(a.attnum, a.attstattarget) FROM pg_attribute a
          WHERE a.attrelid = c.oid AND coalesce(a.attstattarget, -1) >= 0)`,
      },
      hidden: {
        constraint: `EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = i.indrelid)`,
      },
      from: 'pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace',
      where: `t.relpersistence <> 't' AND ${userRelation('c', 'n')}`,
    }),
};

/** Sequences: their settings, never the number they stand at (that is data). */
export const sequences: Family = {
  name: 'sequences',
  sql: () =>
    familySql({
      kind: 'sequence',
      schema: 'n.nspname',
      name: 'c.relname',
      catalog: 'pg_class',
      oid: 'c.oid',
      relation: 'c.oid',
      definition: {
        type: 'format_type(s.seqtypid, NULL)',
        start: 's.seqstart::text',
        increment: 's.seqincrement::text',
        minimum: 's.seqmin::text',
        maximum: 's.seqmax::text',
        cache: 's.seqcache::text',
        cycle: 's.seqcycle',
        unlogged: `c.relpersistence = 'u'`,
        'owned by': `(SELECT d.refobjid::regclass::text || '.' || a.attname || CASE d.deptype WHEN 'i' THEN ' (identity)' ELSE '' END
          FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass LIMIT 1)`,
      },
      hidden: {
        identity: `EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')`,
      },
      owner: 'c.relowner',
      acl: { items: 'c.relacl', letter: `'s'` },
      from: 'pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace',
      where: `c.relpersistence <> 't' AND ${userRelation('c', 'n')}`,
    }),
};
