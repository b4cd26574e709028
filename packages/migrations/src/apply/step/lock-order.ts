import type { Client, Statement } from '@agora/postgres';

const WORD = String.raw`(?:"(?:[^"]|"")*"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;
const NAME = String.raw`(${WORD}(?:\s*\.\s*${WORD})?)`;
const ALTERED = new RegExp(String.raw`^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}`, 'i');
const DROPPED = new RegExp(String.raw`\bdrop\s+constraint\s+(?:if\s+exists\s+)?(${WORD})`, 'gi');
const REFERRED = new RegExp(String.raw`\breferences\s+${NAME}`, 'gi');

/**
 * Locks the tables to which foreign keys refer that the first statements of a transaction make or drop, as these
 * statements do, but before the tables that refer. Applications write to a parent and then to its children: who locks in
 * the other order meets one of them halfway each time, and never gets both.
 */
export async function lockReferredFirst(client: Client, statements: readonly Statement[]): Promise<void> {
  const referred: string[] = [];
  const dropped: { readonly table: string; readonly name: string }[] = [];
  for (const { text } of statements) {
    const table = ALTERED.exec(text)?.[1];
    if (table === undefined) break;
    referred.push(...[...text.matchAll(REFERRED)].flatMap(([, name]) => name ?? []));
    dropped.push(...[...text.matchAll(DROPPED)].flatMap(([, name = '']) => ({ table, name })));
  }
  if (referred.length + dropped.length === 0) return;
  const { rows } = await client.query<{ lock: string | null }>(
    `WITH wanted AS (
       SELECT pg_catalog.to_regclass(name)::oid AS oid, false AS goes FROM pg_catalog.unnest($1::text[]) name
       UNION SELECT k.confrelid, true FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS gone("table", name)
         JOIN pg_catalog.pg_constraint k ON k.contype = 'f' AND k.conrelid = pg_catalog.to_regclass("table")
          AND k.conname = (pg_catalog.parse_ident(name))[1])
     SELECT pg_catalog.format('LOCK TABLE %s IN %s MODE', c.oid::pg_catalog.regclass,
              CASE WHEN pg_catalog.bool_or(goes) THEN 'ACCESS EXCLUSIVE' ELSE 'SHARE ROW EXCLUSIVE' END) AS lock
       FROM wanted JOIN pg_catalog.pg_class c ON c.oid = wanted.oid
      WHERE c.relkind IN ('r', 'p') AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')
      GROUP BY c.oid ORDER BY c.oid`,
    [referred, dropped.map(({ table }) => table), dropped.map(({ name }) => name)],
  );
  if (rows.length > 0) await client.query(rows.map(({ lock }) => lock).join('; '));
}
