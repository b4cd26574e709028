import { familySql, madeByUser, userSchema, type Family } from '../family.ts';

const FROM = 'pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace';
const base = {
  schema: 'n.nspname',
  name: 'p.proname',
  signature: 'oidvectortypes(p.proargtypes)',
  catalog: 'pg_proc',
  oid: 'p.oid',
  owner: 'p.proowner',
  acl: { items: 'p.proacl', letter: `'f'` },
} as const;
/** A function that belongs to another object, such as a range type's constructor, lives and dies with it. */
const NOT_INTERNAL = `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`;

export const routines: Family = {
  name: 'routines',
  sql: () =>
    familySql({
      ...base,
      kind: { expression: `CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END` },
      definition: { definition: 'pg_get_functiondef(p.oid)' },
      from: FROM,
      where: `p.prokind IN ('f', 'p', 'w') AND ${userSchema('n')} AND ${NOT_INTERNAL}`,
    }),
};

export const aggregates: Family = {
  name: 'aggregates',
  sql: () =>
    familySql({
      ...base,
      kind: 'aggregate',
      definition: {
        kind: 'a.aggkind::text',
        'direct arguments': 'a.aggnumdirectargs',
        state: 'format_type(a.aggtranstype, NULL)',
        'state function': 'a.aggtransfn::regproc::text',
        'final function': `nullif(a.aggfinalfn::oid, 0)::regproc::text`,
        'combine function': `nullif(a.aggcombinefn::oid, 0)::regproc::text`,
        'serial function': `nullif(a.aggserialfn::oid, 0)::regproc::text`,
        'deserial function': `nullif(a.aggdeserialfn::oid, 0)::regproc::text`,
        'moving state function': `nullif(a.aggmtransfn::oid, 0)::regproc::text`,
        'moving inverse function': `nullif(a.aggminvtransfn::oid, 0)::regproc::text`,
        'sort operator': `nullif(a.aggsortop::oid, 0)::regoperator::text`,
        initial: 'a.agginitval',
        parallel: 'p.proparallel::text',
      },
      from: `${FROM} JOIN pg_aggregate a ON a.aggfnoid = p.oid`,
      where: `p.prokind = 'a' AND ${userSchema('n')}`,
    }),
};

export const languages: Family = {
  name: 'languages',
  sql: () =>
    familySql({
      kind: 'language',
      name: 'l.lanname',
      catalog: 'pg_language',
      oid: 'l.oid',
      definition: {
        trusted: 'l.lanpltrusted',
        handler: `nullif(l.lanplcallfoid, 0)::regproc::text`,
        inline: `nullif(l.laninline, 0)::regproc::text`,
        validator: `nullif(l.lanvalidator, 0)::regproc::text`,
      },
      owner: 'l.lanowner',
      acl: { items: 'l.lanacl', letter: `'l'` },
      from: 'pg_language l',
      where: madeByUser('l.oid'),
    }),
};

export const transforms: Family = {
  name: 'transforms',
  sql: () =>
    familySql({
      kind: 'transform',
      name: `'for ' || format_type(t.trftype, NULL) || ' language ' || l.lanname`,
      catalog: 'pg_transform',
      oid: 't.oid',
      definition: {
        from: `nullif(t.trffromsql::oid, 0)::regprocedure::text`,
        to: `nullif(t.trftosql::oid, 0)::regprocedure::text`,
      },
      from: 'pg_transform t JOIN pg_language l ON l.oid = t.trflang',
      where: madeByUser('t.oid'),
    }),
};
