import { familySql, userSchema, type Family } from '../family.ts';

export const textSearchConfigurations: Family = {
  name: 'text search configurations',
  sql: () =>
    familySql({
      kind: 'text search configuration',
      schema: 'n.nspname',
      name: 'c.cfgname',
      catalog: 'pg_ts_config',
      oid: 'c.oid',
      definition: {
        parser: `(SELECT pn.nspname || '.' || p.prsname FROM pg_ts_parser p JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE p.oid = c.cfgparser)`,
        mappings: `(SELECT jsonb_object_agg(token, dictionaries) FROM (
          SELECT (SELECT tt.alias FROM ts_token_type(c.cfgparser) tt WHERE tt.tokid = m.maptokentype) AS token,
            jsonb_agg(m.mapdict::regdictionary::text ORDER BY m.mapseqno) AS dictionaries
          FROM pg_ts_config_map m WHERE m.mapcfg = c.oid GROUP BY m.maptokentype) maps)`,
      },
      owner: 'c.cfgowner',
      from: 'pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace',
      where: userSchema('n'),
    }),
};

export const textSearchDictionaries: Family = {
  name: 'text search dictionaries',
  sql: () =>
    familySql({
      kind: 'text search dictionary',
      schema: 'n.nspname',
      name: 'd.dictname',
      catalog: 'pg_ts_dict',
      oid: 'd.oid',
      definition: {
        template: `(SELECT tn.nspname || '.' || t.tmplname FROM pg_ts_template t JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE t.oid = d.dicttemplate)`,
        options: 'd.dictinitoption',
      },
      owner: 'd.dictowner',
      from: 'pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace',
      where: userSchema('n'),
    }),
};

export const textSearchParsers: Family = {
  name: 'text search parsers',
  sql: () =>
    familySql({
      kind: 'text search parser',
      schema: 'n.nspname',
      name: 'p.prsname',
      catalog: 'pg_ts_parser',
      oid: 'p.oid',
      definition: {
        start: 'p.prsstart::regproc::text',
        token: 'p.prstoken::regproc::text',
        end: 'p.prsend::regproc::text',
        types: 'p.prslextype::regproc::text',
        headline: 'nullif(p.prsheadline::oid, 0)::regproc::text',
      },
      from: 'pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace',
      where: userSchema('n'),
    }),
};

export const textSearchTemplates: Family = {
  name: 'text search templates',
  sql: () =>
    familySql({
      kind: 'text search template',
      schema: 'n.nspname',
      name: 't.tmplname',
      catalog: 'pg_ts_template',
      oid: 't.oid',
      definition: {
        init: 'nullif(t.tmplinit::oid, 0)::regproc::text',
        lexize: 't.tmpllexize::regproc::text',
      },
      from: 'pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace',
      where: userSchema('n'),
    }),
};
