import { familySql, madeByUser, userSchema, type Family } from '../family.ts';

/** Casts; those that a range type brings along are part of it. */
export const casts: Family = {
  name: 'casts',
  sql: () =>
    familySql({
      kind: 'cast',
      name: `format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL)`,
      catalog: 'pg_cast',
      oid: 'c.oid',
      definition: {
        function: 'nullif(c.castfunc, 0)::regprocedure::text',
        context: 'c.castcontext::text',
        method: 'c.castmethod::text',
      },
      hidden: { source: 'format_type(c.castsource, NULL)', target: 'format_type(c.casttarget, NULL)' },
      from: 'pg_cast c',
      where: `${madeByUser('c.oid')} AND NOT EXISTS (SELECT 1 FROM pg_depend d
        WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')`,
    }),
};

export const operators: Family = {
  name: 'operators',
  sql: () =>
    familySql({
      kind: 'operator',
      schema: 'n.nspname',
      name: 'o.oprname',
      signature: `CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', ' || format_type(o.oprright, NULL)`,
      catalog: 'pg_operator',
      oid: 'o.oid',
      definition: {
        left: `CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END`,
        right: 'format_type(o.oprright, NULL)',
        function: 'nullif(o.oprcode::oid, 0)::regproc::text',
        commutator: 'nullif(o.oprcom, 0)::regoperator::text',
        negator: 'nullif(o.oprnegate, 0)::regoperator::text',
        restrict: 'nullif(o.oprrest::oid, 0)::regproc::text',
        join: 'nullif(o.oprjoin::oid, 0)::regproc::text',
        hashes: 'o.oprcanhash',
        merges: 'o.oprcanmerge',
      },
      owner: 'o.oprowner',
      from: 'pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace',
      where: userSchema('n'),
    }),
};

export const operatorFamilies: Family = {
  name: 'operator families',
  sql: () =>
    familySql({
      kind: 'operator family',
      schema: 'n.nspname',
      name: 'f.opfname',
      signature: 'a.amname',
      catalog: 'pg_opfamily',
      oid: 'f.oid',
      definition: {
        operators: `(SELECT jsonb_agg(o.amopstrategy || ' ' || o.amopopr::regoperator::text ORDER BY o.amopstrategy, o.amopopr::regoperator::text) FROM pg_amop o WHERE o.amopfamily = f.oid)`,
        functions: `(SELECT jsonb_agg(p.amprocnum || ' ' || p.amproc::regprocedure::text ORDER BY p.amprocnum, p.amproc::regprocedure::text) FROM pg_amproc p WHERE p.amprocfamily = f.oid)`,
      },
      owner: 'f.opfowner',
      from: 'pg_opfamily f JOIN pg_am a ON a.oid = f.opfmethod JOIN pg_namespace n ON n.oid = f.opfnamespace',
      where: userSchema('n'),
    }),
};

export const operatorClasses: Family = {
  name: 'operator classes',
  sql: () =>
    familySql({
      kind: 'operator class',
      schema: 'n.nspname',
      name: 'o.opcname',
      signature: 'a.amname',
      catalog: 'pg_opclass',
      oid: 'o.oid',
      definition: {
        type: 'format_type(o.opcintype, NULL)',
        storage: `CASE WHEN o.opckeytype <> 0 THEN format_type(o.opckeytype, NULL) END`,
        default: 'o.opcdefault',
        family: '(SELECT f.opfname FROM pg_opfamily f WHERE f.oid = o.opcfamily)',
      },
      owner: 'o.opcowner',
      from: 'pg_opclass o JOIN pg_am a ON a.oid = o.opcmethod JOIN pg_namespace n ON n.oid = o.opcnamespace',
      where: userSchema('n'),
    }),
};

export const accessMethods: Family = {
  name: 'access methods',
  sql: () =>
    familySql({
      kind: 'access method',
      name: 'a.amname',
      catalog: 'pg_am',
      oid: 'a.oid',
      definition: { handler: 'a.amhandler::regproc::text', type: 'a.amtype::text' },
      from: 'pg_am a',
      where: madeByUser('a.oid'),
    }),
};

export const conversions: Family = {
  name: 'conversions',
  sql: () =>
    familySql({
      kind: 'conversion',
      schema: 'n.nspname',
      name: 'c.conname',
      catalog: 'pg_conversion',
      oid: 'c.oid',
      definition: {
        from: 'pg_encoding_to_char(c.conforencoding)',
        to: 'pg_encoding_to_char(c.contoencoding)',
        function: 'c.conproc::regproc::text',
        default: 'c.condefault',
      },
      owner: 'c.conowner',
      from: 'pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace',
      where: userSchema('n'),
    }),
};
