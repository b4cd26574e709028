import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';

/** Kinds that the planner does not model, and {@link readOwnDdl} does. */
export const OWN_KINDS: ReadonlySet<string> = new Set([
  'text search configuration',
  'text search dictionary',
  'statistics object',
]);

const notOfExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`;

const OWN = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

const DICTIONARIES = `SELECT n.nspname AS schema, d.dictname AS name, pg_get_userbyid(d.dictowner)::text AS owner, d.dictinitoption AS options,
    tn.nspname AS template_schema, t.tmplname AS template, obj_description(d.oid, 'pg_ts_dict') AS comment
  FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
  JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE ${OWN} AND ${notOfExtension('pg_ts_dict', 'd.oid')} ORDER BY d.oid`;

const CONFIGURATIONS = `SELECT n.nspname AS schema, c.cfgname AS name, pg_get_userbyid(c.cfgowner)::text AS owner,
    pn.nspname AS parser_schema, p.prsname AS parser, obj_description(c.oid, 'pg_ts_config') AS comment,
    (SELECT json_agg(json_build_object('token', token, 'dictionaries', dictionaries) ORDER BY token) FROM (
      SELECT (SELECT tt.alias FROM ts_token_type(c.cfgparser) tt WHERE tt.tokid = m.maptokentype) AS token,
        json_agg(quote_ident(dn.nspname) || '.' || quote_ident(dd.dictname) ORDER BY m.mapseqno) AS dictionaries
      FROM pg_ts_config_map m JOIN pg_ts_dict dd ON dd.oid = m.mapdict JOIN pg_namespace dn ON dn.oid = dd.dictnamespace
      WHERE m.mapcfg = c.oid GROUP BY m.maptokentype) maps) AS mappings
  FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
  JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE ${OWN} AND ${notOfExtension('pg_ts_config', 'c.oid')} ORDER BY c.oid`;

const STATISTICS = `SELECT pg_get_statisticsobjdef(s.oid) AS definition, n.nspname AS schema, s.stxname AS name,
    pg_get_userbyid(s.stxowner)::text AS owner, obj_description(s.oid, 'pg_statistic_ext') AS comment,
    (to_jsonb(s)->>'stxstattarget')::int AS target
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE ${OWN} ORDER BY s.oid`;

interface Named {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly comment: string | null;
}

/** Statements of {@link OWN_KINDS}: text search, which tables may need, and statistics, which need tables. */
interface OwnDdl {
  readonly textSearch: readonly string[];
  readonly statistics: readonly string[];
  /** Who owns it. */
  readonly owners: readonly string[];
  readonly roles: readonly string[];
}

/** Reads what the planner passes over; names in the session come out qualified. */
export async function readOwnDdl(client: Client): Promise<OwnDdl> {
  const textSearch: string[] = [];
  const owners: string[] = [];
  const roles = new Set<string>();
  const own = (kind: string, { schema, name, owner, comment }: Named, statements: string[]): void => {
    const label = `${kind} ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
    owners.push(`ALTER ${label} OWNER TO ${quoteIdentifier(owner)}`);
    roles.add(owner);
    if (comment !== null) statements.push(`COMMENT ON ${label} IS ${quoteLiteral(comment)}`);
  };
  const dictionaries = await client.query<
    Named & { options: string | null; template_schema: string; template: string }
  >(DICTIONARIES);
  for (const row of dictionaries.rows) {
    const options = row.options === null ? '' : `, ${row.options}`;
    textSearch.push(
      `CREATE TEXT SEARCH DICTIONARY ${sqlName(row)} (TEMPLATE = ${quoteIdentifier(row.template_schema)}.${quoteIdentifier(row.template)}${options})`,
    );
    own('TEXT SEARCH DICTIONARY', row, textSearch);
  }
  const configurations = await client.query<
    Named & {
      parser_schema: string;
      parser: string;
      mappings: readonly { token: string; dictionaries: readonly string[] }[] | null;
    }
  >(CONFIGURATIONS);
  for (const row of configurations.rows) {
    textSearch.push(
      `CREATE TEXT SEARCH CONFIGURATION ${sqlName(row)} (PARSER = ${quoteIdentifier(row.parser_schema)}.${quoteIdentifier(row.parser)})`,
      ...(row.mappings ?? []).map(
        ({ token, dictionaries: list }) =>
          `ALTER TEXT SEARCH CONFIGURATION ${sqlName(row)} ADD MAPPING FOR ${quoteIdentifier(token)} WITH ${list.join(', ')}`,
      ),
    );
    own('TEXT SEARCH CONFIGURATION', row, textSearch);
  }
  const statistics: string[] = [];
  const objects = await client.query<Named & { definition: string; target: number | null }>(STATISTICS);
  for (const row of objects.rows) {
    statistics.push(row.definition);
    if (row.target !== null && row.target >= 0)
      statistics.push(`ALTER STATISTICS ${sqlName(row)} SET STATISTICS ${row.target}`);
    own('STATISTICS', row, statistics);
  }
  return { textSearch, statistics, owners, roles: [...roles] };
}

const sqlName = ({ schema, name }: Named): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
