import type { Catalog, CatalogObject } from '@agora/catalog';
import { splitStatements, type Statement } from '@agora/postgres';

import { partsOf } from '../../script/clauses.ts';

const NAME = String.raw`"((?:[^"]|"")*)"`;
const TABLE = new RegExp(String.raw`^ALTER TABLE (?:${NAME}\.)?${NAME}\s+`);
const SET = new RegExp(String.raw`^\s*ALTER COLUMN ${NAME} SET (?:DEFAULT|DATA TYPE) `);
const COLUMN = new RegExp(String.raw`^\s*(?:ALTER|ADD|DROP) COLUMN\s+${NAME}`);
const DROP_INDEX = new RegExp(String.raw`^DROP INDEX (?:${NAME}\.)?${NAME}$`);
const CREATE_INDEX = new RegExp(String.raw`^CREATE (?:UNIQUE )?INDEX ${NAME} ON (?:${NAME}\.)?${NAME}`);

/** What of some SQL is left when it leaves alone what ends as it began. */
export interface Shortened {
  readonly sql: string;
  /** Columns and indexes that it leaves alone. */
  readonly left: readonly string[];
}

/**
 * SQL of Prisma's engine without defaults and types that it sets, and indexes that it makes again, which come out as they
 * were: the schema spells them in another way than PostgreSQL does. A guess, by the text: whoever uses it runs it.
 * @param end the catalog after all of it
 */
export function withoutUnchanged(sql: string, start: Catalog, end: Catalog, schema: string): Shortened {
  const left = new Set<string>();
  const statements = splitStatements(sql);
  const changed = otherwiseChanged(statements);
  const isSame = (is: (object: CatalogObject) => boolean): boolean => {
    const [before, after] = [start, end].map((catalog) => [...catalog.objects.values()].find(is)?.definition);
    return before !== undefined && JSON.stringify(before) === JSON.stringify(after);
  };
  const plain = (name: string | undefined): string => (name ?? schema).replaceAll('""', '"');
  const leavesIndex = (within: string | undefined, quoted: string | undefined): boolean => {
    const name = plain(quoted);
    const same = isSame((one) => one.kind === 'index' && one.schema === plain(within) && one.name === name);
    if (same) left.add(name);
    return same;
  };
  const shortened = (text: string): string | undefined => {
    const dropped = DROP_INDEX.exec(text);
    if (dropped) return leavesIndex(dropped[1], dropped[2]) ? undefined : text;
    const made = CREATE_INDEX.exec(text);
    if (made) return leavesIndex(made[2], made[1]) ? undefined : text;
    const altered = TABLE.exec(text);
    if (!altered) return text;
    const [head, within, quoted] = altered;
    const parts = partsOf(text.slice(head.length));
    const kept = parts.filter((part) => {
      const column = SET.exec(part)?.[1];
      if (column === undefined) return true;
      const [parent, name] = [plain(quoted), plain(column)];
      const isIt = (one: CatalogObject): boolean =>
        one.kind === 'column' && one.schema === plain(within) && one.parent === parent && one.name === name;
      if (changed.has(`${quoted}.${column}`) || !isSame(isIt)) return true;
      left.add(`${parent}.${name}`);
      return false;
    });
    if (kept.length === parts.length) return text;
    return kept.length === 0 ? undefined : head + kept.join(',').trimStart();
  };
  let written = '';
  let at = 0;
  for (const { text, offset } of statements) {
    const short = shortened(text);
    const end = sql.indexOf(';', offset + text.length) + 1;
    if (short !== undefined) written += sql.slice(at, offset) + short + sql.slice(offset + text.length, end);
    at = end;
  }
  return { sql: (written + sql.slice(at)).trimStart(), left: [...left] };
}

/** Columns, as written, that something else happens to: a default set again after a change of type is none too many. */
function otherwiseChanged(statements: readonly Pick<Statement, 'text'>[]): ReadonlySet<string> {
  return new Set(
    statements.flatMap(({ text }) => {
      const [head = '', , table] = TABLE.exec(text) ?? [];
      if (head === '') return [];
      return partsOf(text.slice(head.length)).flatMap((part) => {
        const column = COLUMN.exec(part)?.[1];
        return column === undefined || SET.test(part) ? [] : [`${table}.${column}`];
      });
    }),
  );
}
