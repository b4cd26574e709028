import { ownWords } from '@agora/postgres';

/** The pieces of a DELETE, as written. */
interface DeleteParts {
  /** The WITH before it; empty for none. */
  readonly before: string;
  /** `ONLY "a"."b" AS x` */
  readonly table: string;
  readonly using?: string;
  readonly where?: string;
}

const CLAUSES: ReadonlySet<string> = new Set(['using', 'where', 'returning']);

/** Cuts a DELETE at the words of its own that stand outside of parentheses; undefined for any other statement. */
export function deleteParts(text: string): DeleteParts | undefined {
  const words = ownWords(text);
  const verb = words.findIndex(({ word }, at) => word === 'delete' && words[at + 1]?.word === 'from');
  const from = words[verb + 1];
  if (verb === -1 || !from || !['with', 'delete'].includes(words[0]?.word ?? '')) return undefined;
  const clauses = words.slice(verb + 2).filter(({ word }) => CLAUSES.has(word));
  const clause = (name: string): string | undefined => {
    const at = clauses.findIndex(({ word }) => word === name);
    return at === -1 ? undefined : text.slice(clauses[at]?.end, clauses[at + 1]?.start).trim();
  };
  const [using, where] = [clause('using'), clause('where')];
  return {
    before: text.slice(0, words[verb]?.start).trim(),
    table: text.slice(from.end, clauses[0]?.start).trim(),
    ...(using === undefined ? {} : { using }),
    ...(where === undefined ? {} : { where }),
  };
}

/** The rows that it takes, as a query that counts them. */
export function countOf({ before, table, using, where }: DeleteParts): string {
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  const rows = using === undefined ? condition : ` WHERE EXISTS (SELECT FROM ${using}${condition})`;
  return `${before} SELECT pg_catalog.count(*) AS rows FROM ${table}${rows}`.trim();
}
