import { familySql, sortedTexts, userSchema, type Family } from '../family.ts';

export const publications: Family = {
  name: 'publications',
  sql: (version) =>
    familySql({
      kind: 'publication',
      name: 'p.pubname',
      catalog: 'pg_publication',
      oid: 'p.oid',
      definition: {
        'all tables': 'p.puballtables',
        insert: 'p.pubinsert',
        update: 'p.pubupdate',
        delete: 'p.pubdelete',
        truncate: 'p.pubtruncate',
        'via root': 'p.pubviaroot',
        'generated columns': version >= 180000 ? 'p.pubgencols::text' : 'NULL::text',
      },
      owner: 'p.pubowner',
      from: 'pg_publication p',
    }),
};

export const publicationTables: Family = {
  name: 'publication tables',
  sql: (version) =>
    familySql({
      kind: 'publication table',
      parent: 'p.pubname',
      name: 'r.prrelid::regclass',
      catalog: 'pg_publication_rel',
      oid: 'r.oid',
      definition:
        version >= 150000
          ? {
              where: 'pg_get_expr(r.prqual, r.prrelid)',
              columns: `(SELECT jsonb_agg(a.attname ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs))`,
            }
          : {},
      from: 'pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid',
    }),
};

export const publicationSchemas: Family = {
  name: 'publication schemas',
  sql: (version) =>
    version < 150000
      ? undefined
      : familySql({
          kind: 'publication schema',
          parent: 'p.pubname',
          name: 'n.nspname',
          catalog: 'pg_publication_namespace',
          oid: 'r.oid',
          definition: {},
          from: 'pg_publication_namespace r JOIN pg_publication p ON p.oid = r.pnpubid JOIN pg_namespace n ON n.oid = r.pnnspid',
          where: userSchema('n'),
        }),
};

export const foreignDataWrappers: Family = {
  name: 'foreign data wrappers',
  sql: () =>
    familySql({
      kind: 'foreign data wrapper',
      name: 'f.fdwname',
      catalog: 'pg_foreign_data_wrapper',
      oid: 'f.oid',
      definition: {
        handler: 'nullif(f.fdwhandler, 0)::regproc::text',
        validator: 'nullif(f.fdwvalidator, 0)::regproc::text',
        options: sortedTexts('f.fdwoptions'),
      },
      owner: 'f.fdwowner',
      acl: { items: 'f.fdwacl', letter: `'F'` },
      from: 'pg_foreign_data_wrapper f',
    }),
};

export const foreignServers: Family = {
  name: 'foreign servers',
  sql: () =>
    familySql({
      kind: 'foreign server',
      name: 's.srvname',
      catalog: 'pg_foreign_server',
      oid: 's.oid',
      definition: {
        wrapper: '(SELECT f.fdwname FROM pg_foreign_data_wrapper f WHERE f.oid = s.srvfdw)',
        type: 's.srvtype',
        version: 's.srvversion',
        options: sortedTexts('s.srvoptions'),
      },
      owner: 's.srvowner',
      acl: { items: 's.srvacl', letter: `'S'` },
      from: 'pg_foreign_server s',
    }),
};

/** Through the view, which any role may read; it hides options (passwords) from roles that may not see them. */
export const userMappings: Family = {
  name: 'user mappings',
  sql: () =>
    familySql({
      kind: 'user mapping',
      parent: 'm.srvname',
      name: 'm.usename',
      catalog: 'pg_user_mapping',
      oid: 'm.umid',
      definition: { options: '(SELECT to_jsonb(array_agg(md5(o) ORDER BY o)) FROM unnest(m.umoptions) o)' },
      from: 'pg_user_mappings m',
    }),
};
