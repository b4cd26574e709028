import type { Rule } from '../../rule.ts';

export const parseError: Rule = {
  name: 'parse-error',
  severity: 'error',
  category: 'fails',
  summary: 'A statement that PostgreSQL cannot parse',
  why: 'The migration stops here. In one transaction nothing of it stays; run statement by statement, what stands before it does.',
  fix: '-- correct the statement; a server newer than PostgreSQL 18 may know it all the same:\n-- agora: allow parse-error because <what it does>',
  *script({ script, failures }) {
    for (const failure of failures) {
      const hint = hintFor(failure.text, script.sql.slice(0, failure.start));
      yield {
        span: failure,
        message: `PostgreSQL cannot parse this: ${failure.message}.`,
        ...(hint === undefined ? {} : { why: hint }),
      };
    }
  },
};

/** @param before what stands before it in the script */
function hintFor(text: string, before: string): string | undefined {
  if (/\bcopy\b[^;]*\bfrom\s+stdin\b[^;]*;\s*$/i.test(before)) {
    return 'COPY ... FROM STDIN before it takes rows that psql sends; a script has nobody to send them. Write them as INSERT statements (pg_dump does so with --inserts).';
  }
  if (text.startsWith('\\')) {
    return 'Lines that begin with a backslash are commands of psql, not SQL: dumps hold them, and no migration runner knows them.';
  }
  if (/^<{7}|^={7}|^>{7}/m.test(text)) return 'This is a merge conflict that was not resolved.';
  return undefined;
}
