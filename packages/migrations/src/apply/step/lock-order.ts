import type { Client, Statement } from '@agora/postgres';

const WORD = String.raw`(?:"(?:[^"]|"")*"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;
const NAME = String.raw`${WORD}(?:\s*\.\s*${WORD})?`;
const ALTERED = new RegExp(String.raw`^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(${NAME})`, 'i');
const DROPPED = new RegExp(
  String.raw`^\s*drop\s+table\s+(?:if\s+exists\s+)?(${NAME}(?:\s*,\s*${NAME})*)`,
  'i',
);
const CONSTRAINT = new RegExp(String.raw`\bdrop\s+constraint\s+(?:if\s+exists\s+)?(${WORD})`, 'gi');
const COLUMN = new RegExp(
  String.raw`\bdrop\s+(?:column\s+)?(?!(?:constraint|column|not|default|expression|identity)\b)(?:if\s+exists\s+)?(${WORD})|\balter\s+(?:column\s+)?(${WORD})\s+(?:set\s+data\s+)?type\b`,
  'gi',
);
const REFERRED = new RegExp(String.raw`\breferences\s+(${NAME})`, 'gi');

/** What the first statements of a transaction make and drop of foreign keys. */
interface Touched {
  /** Tables to which a new one refers. */
  readonly referred: readonly string[];
  /** What takes foreign keys along: a constraint, a column of them, or neither for all of the table. */
  readonly gone: readonly {
    readonly table: string;
    readonly constraint?: string | undefined;
    readonly column?: string | undefined;
  }[];
}

/** Whether {@link lockReferredFirst} may have something to do before some of these statements. */
export function touchesForeignKeys(statements: readonly Statement[]): boolean {
  return statements.some((one) => {
    const { referred, gone } = touchedBy([one]);
    return referred.length + gone.length > 0;
  });
}

/** A table, and those to which keys refer that a statement gives it. */
interface AddedKeys {
  readonly table: string;
  readonly referred: readonly string[];
}

/** The foreign keys that a statement adds to tables that are there. Pure. */
export function addedKeys({ text }: Pick<Statement, 'text'>): readonly AddedKeys[] {
  return piecesOf(text).flatMap((piece) => {
    const table = ALTERED.exec(piece)?.[1];
    const referred = referredBy(piece);
    return table === undefined || referred.length === 0 ? [] : [{ table, referred }];
  });
}

/**
 * Locks the tables to which foreign keys refer that the first statements of a transaction make or drop, as these
 * statements do, but before the tables that refer. Applications that write to a parent and then to its children meet halfway
 * each time who locks in the other order, {@link lockReferringFirst}.
 */
export async function lockReferredFirst(client: Client, statements: readonly Statement[]): Promise<void> {
  const { referred, gone } = touchedBy(statements);
  if (referred.length + gone.length === 0) return;
  const { rows } = await client.query<{ lock: string | null }>(
    `WITH wanted AS (
       SELECT pg_catalog.to_regclass(name)::oid AS oid, false AS goes FROM pg_catalog.unnest($1::text[]) name
       UNION SELECT k.confrelid, true
         FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[]), pg_catalog.unnest($4::text[])) AS gone("table", name, "column")
         JOIN pg_catalog.pg_constraint k ON k.contype = 'f' AND k.conrelid = pg_catalog.to_regclass("table")
          AND (name IS NULL OR k.conname = (pg_catalog.parse_ident(name))[1])
          AND ("column" IS NULL OR EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = k.conrelid
                AND a.attnum = ANY (k.conkey) AND a.attname = (pg_catalog.parse_ident("column"))[1])))
     SELECT pg_catalog.format('LOCK TABLE %s IN %s MODE', c.oid::pg_catalog.regclass,
              CASE WHEN pg_catalog.bool_or(goes) THEN 'ACCESS EXCLUSIVE' ELSE 'SHARE ROW EXCLUSIVE' END) AS lock
       FROM wanted JOIN pg_catalog.pg_class c ON c.oid = wanted.oid
      WHERE c.relkind IN ('r', 'p') AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')
      GROUP BY c.oid ORDER BY c.oid`,
    [referred, ...goneColumns(gone)],
  );
  if (rows.length > 0) await client.query(rows.map(({ lock }) => lock).join('; '));
}

/**
 * Locks the tables with foreign keys to what the first statements of a transaction drop or change, before these.
 * Applications that write rows of a referring table by themselves lock in that order, also where the key is NULL, and in
 * the other one a busy table is never to be had.
 */
export async function lockReferringFirst(client: Client, statements: readonly Statement[]): Promise<void> {
  const { gone } = touchedBy(statements);
  if (gone.length === 0) return;
  const { rows } = await client.query<{ lock: string | null }>(
    `SELECT pg_catalog.format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', c.oid::pg_catalog.regclass) AS lock
       FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS gone("table", name, "column")
       JOIN pg_catalog.pg_constraint k ON k.contype = 'f' AND k.confrelid = pg_catalog.to_regclass("table") AND k.conrelid <> k.confrelid
        AND (name IS NULL OR EXISTS (SELECT FROM pg_catalog.pg_constraint own WHERE own.conrelid = k.confrelid
              AND own.conindid = k.conindid AND own.conname = (pg_catalog.parse_ident(name))[1]))
        AND ("column" IS NULL OR EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = k.confrelid
              AND a.attnum = ANY (k.confkey) AND a.attname = (pg_catalog.parse_ident("column"))[1]))
       JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
      WHERE pg_catalog.has_table_privilege(c.oid, 'UPDATE')
      GROUP BY c.oid ORDER BY c.oid`,
    goneColumns(gone),
  );
  if (rows.length > 0) await client.query(rows.map(({ lock }) => lock).join('; '));
}

/** A list for each part of what goes. */
function goneColumns(gone: Touched['gone']): (readonly (string | null)[])[] {
  return [
    gone.map(({ table }) => table),
    gone.map(({ constraint }) => constraint ?? null),
    gone.map(({ column }) => column ?? null),
  ];
}

/** Goes as far as one ALTER TABLE or DROP TABLE follows the other: what comes later may take long to be reached. */
function touchedBy(statements: readonly Statement[]): Touched {
  const referred: string[] = [];
  const gone: Touched['gone'][number][] = [];
  for (const { text } of statements) {
    const pieces = piecesOf(text);
    if (pieces.length === 0) break;
    for (const piece of pieces) {
      const table = ALTERED.exec(piece)?.[1];
      if (table === undefined) {
        const dropped = DROPPED.exec(piece)?.[1] ?? '';
        gone.push(...[...dropped.matchAll(new RegExp(NAME, 'gi'))].map(([name]) => ({ table: name })));
        continue;
      }
      referred.push(...referredBy(piece));
      gone.push(...[...piece.matchAll(CONSTRAINT)].map(([, constraint]) => ({ table, constraint })));
      gone.push(
        ...[...piece.matchAll(COLUMN)].map(([, drop, retype]) => ({ table, column: drop ?? retype })),
      );
    }
  }
  return { referred, gone };
}

function referredBy(piece: string): readonly string[] {
  return [...piece.matchAll(REFERRED)].flatMap(([, name]) => name ?? []);
}

/** A statement that changes tables; of a DO block, those in it; nothing of any other. */
function piecesOf(text: string): readonly string[] {
  if (!/^\s*do\b/i.test(text)) return ALTERED.test(text) || DROPPED.test(text) ? [text] : [];
  return text.split(';').flatMap((piece) => {
    const at = piece.search(/\b(?:alter|drop)\s+table\b/i);
    return at === -1 ? [] : [piece.slice(at)];
  });
}
