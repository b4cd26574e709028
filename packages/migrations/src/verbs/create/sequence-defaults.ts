import { splitStatements } from '@agora/postgres';

const NAME = String.raw`"(?:[^"]|"")*"`;
const DROPPED = new RegExp(String.raw`,\s*ALTER COLUMN (${NAME}) DROP DEFAULT(?=\s*(?:,|$))`, 'g');
const SEQUENCE = new RegExp(String.raw`^DROP SEQUENCE (?:${NAME}\.)?"((?:[^"]|"")*)"$`);

/**
 * SQL of Prisma's engine without what it does to columns whose default in the schema is written as `nextval(...)` of a
 * sequence: it takes the one in the database for autoincrement, sets the default, drops it and drops the sequence.
 */
export function keepSequenceDefaults(sql: string): string {
  const set: string[] = [];
  let kept = '';
  let at = 0;
  for (const { text, offset } of splitStatements(sql)) {
    let written = text;
    if (text.startsWith('ALTER TABLE'))
      written = text.replace(DROPPED, (clause: string, column: string, place: number) => {
        const [, value] = text.slice(0, place).split(`ALTER COLUMN ${column} SET DEFAULT `);
        if (value === undefined) return clause;
        set.push(value);
        return '';
      });
    const sequence = SEQUENCE.exec(text)?.[1]?.replaceAll('""', '"');
    const isUsed =
      sequence !== undefined && set.some((value) => /nextval/i.test(value) && names(value, sequence));
    const end = offset + text.length;
    kept += sql.slice(at, offset) + (isUsed ? '' : written);
    at = isUsed ? sql.indexOf(';', end) + 1 : end;
  }
  return kept + sql.slice(at);
}

/** Whether a text has a name in it which is no part of another one. */
function names(text: string, name: string): boolean {
  const plain = name.replaceAll(/[^\w]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w$])${plain}(?![\w$])`).test(text);
}
