import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';

const NAMES = `SELECT n.nspname AS schema, c.relname AS name, t.relname AS table, a.attname AS column
FROM pg_class c JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND c.relname <> t.relname || '_' || a.attname || '_seq' ORDER BY c.oid`;

/**
 * Statements that give sequences of identities their names: they keep an old one when their table is renamed, and the server
 * chooses one when they are made.
 */
export async function readIdentityNames(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ schema: string; name: string; table: string; column: string }>(NAMES);
  return rows.map(({ schema, name, table, column }) => {
    const found = `pg_catalog.pg_get_serial_sequence(${quoteLiteral(`${quoteIdentifier(schema)}.${quoteIdentifier(table)}`)}, ${quoteLiteral(column)})`;
    const rename = `EXECUTE 'ALTER SEQUENCE ' || ${found} || ${quoteLiteral(` RENAME TO ${quoteIdentifier(name)}`)};`;
    const own = quoteLiteral(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`);
    const differs = `${found}::pg_catalog.regclass IS DISTINCT FROM pg_catalog.to_regclass(${own})`;
    return `DO ${quoteLiteral(`BEGIN IF ${differs} THEN ${rename} END IF; END`)}`;
  });
}
