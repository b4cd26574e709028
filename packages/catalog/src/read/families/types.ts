import { familySql, userSchema, type Family } from '../family.ts';

const FROM = 'pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace';
const base = {
  schema: 'n.nspname',
  name: 't.typname',
  catalog: 'pg_type',
  oid: 't.oid',
  owner: 't.typowner',
  acl: { items: 't.typacl', letter: `'T'` },
} as const;

export const enums: Family = {
  name: 'enums',
  sql: () =>
    familySql({
      ...base,
      kind: 'enum',
      definition: {
        labels:
          '(SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)',
      },
      hidden: {
        'label oids':
          '(SELECT jsonb_agg(e.oid::int8 ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)',
      },
      from: FROM,
      where: `t.typtype = 'e' AND ${userSchema('n')}`,
    }),
};

export const domains: Family = {
  name: 'domains',
  sql: () =>
    familySql({
      ...base,
      kind: 'domain',
      definition: {
        base: 'format_type(t.typbasetype, t.typtypmod)',
        'not null': 't.typnotnull',
        default: 't.typdefault',
        collation: `(SELECT nc.nspname || '.' || co.collname FROM pg_collation co JOIN pg_namespace nc ON nc.oid = co.collnamespace
          JOIN pg_type b ON b.oid = t.typbasetype WHERE co.oid = t.typcollation AND t.typcollation <> b.typcollation)`,
      },
      from: FROM,
      where: `t.typtype = 'd' AND ${userSchema('n')}`,
    }),
};

export const compositeTypes: Family = {
  name: 'composite types',
  sql: () =>
    familySql({
      ...base,
      kind: 'composite type',
      definition: {
        attributes: `(SELECT jsonb_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`,
      },
      from: `${FROM} JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'`,
      where: `t.typtype = 'c' AND ${userSchema('n')}`,
    }),
};

export const compositeAttributes: Family = {
  name: 'composite attributes',
  sql: () =>
    familySql({
      kind: 'composite attribute',
      schema: 'n.nspname',
      parent: 'c.relname',
      name: 'a.attname',
      catalog: 'pg_class',
      oid: 'c.oid',
      sub: 'a.attnum',
      relation: 'c.oid',
      definition: {
        type: 'format_type(a.atttypid, a.atttypmod)',
        collation: `(SELECT nc.nspname || '.' || co.collname FROM pg_collation co JOIN pg_namespace nc ON nc.oid = co.collnamespace
          JOIN pg_type t ON t.oid = a.atttypid WHERE co.oid = a.attcollation AND a.attcollation <> t.typcollation)`,
      },
      from: `pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'c' JOIN pg_namespace n ON n.oid = c.relnamespace`,
      where: `a.attnum > 0 AND NOT a.attisdropped AND ${userSchema('n')}`,
    }),
};

export const rangeTypes: Family = {
  name: 'range types',
  sql: () =>
    familySql({
      ...base,
      kind: 'range type',
      definition: {
        subtype: 'format_type(r.rngsubtype, NULL)',
        multirange: 'format_type(r.rngmultitypid, NULL)',
        'operator class': `(SELECT o.opcname FROM pg_opclass o WHERE o.oid = r.rngsubopc)`,
        collation: `CASE WHEN r.rngcollation <> 0 THEN r.rngcollation::regcollation::text END`,
        canonical: `CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END`,
        difference: `CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END`,
      },
      from: `${FROM} JOIN pg_range r ON r.rngtypid = t.oid`,
      where: `t.typtype = 'r' AND ${userSchema('n')}`,
    }),
};

/** Types written in C and shells of types: their functions are listed with the routines. */
export const baseTypes: Family = {
  name: 'base types',
  sql: () =>
    familySql({
      ...base,
      kind: 'base type',
      definition: {
        defined: 't.typisdefined',
        length: 't.typlen',
        alignment: 't.typalign::text',
        storage: 't.typstorage::text',
        category: 't.typcategory::text',
        default: 't.typdefault',
        input: `CASE WHEN t.typinput <> 0 THEN t.typinput::regproc::text END`,
        output: `CASE WHEN t.typoutput <> 0 THEN t.typoutput::regproc::text END`,
      },
      from: FROM,
      where: `(t.typtype = 'b' AND t.typelem = 0 OR t.typtype = 'p') AND ${userSchema('n')}`,
    }),
};

export const collations: Family = {
  name: 'collations',
  sql: (version) =>
    familySql({
      kind: 'collation',
      schema: 'n.nspname',
      name: 'co.collname',
      catalog: 'pg_collation',
      oid: 'co.oid',
      definition: {
        provider: 'co.collprovider::text',
        deterministic: 'co.collisdeterministic',
        collate: 'co.collcollate',
        ctype: 'co.collctype',
        locale: version >= 170000 ? 'co.colllocale' : version >= 150000 ? 'co.colliculocale' : 'NULL::text',
      },
      owner: 'co.collowner',
      from: 'pg_collation co JOIN pg_namespace n ON n.oid = co.collnamespace',
      where: userSchema('n'),
    }),
};
