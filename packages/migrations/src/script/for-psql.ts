import { AgoraError } from '@agora/core';
import { scan, type Statement, statementTokens } from '@agora/postgres';

/**
 * A statement as psql has to be given it, so that the server gets what a deploy sends: psql would put a variable of its
 * own in the place of `:HOST` in `items[1:HOST]`, which a space prevents.
 * @param file for the error
 * @throws AgoraError `migrations.psql_command` for what psql would run itself, and a deploy refuses
 */
export function forPsql(statement: Pick<Statement, 'text' | 'line'>, file: string): string {
  const { text } = statement;
  let written = '';
  let colons = 0;
  for (const { kind, start, end } of scan(text)) {
    const piece = text.slice(start, end);
    if (piece === '\\') throw refused(`${file}:${lineOf(statement, start)} holds a command to psql.`);
    if (colons === 1 && (kind === 'word' || kind === 'string' || kind === 'quoted')) written += ' ';
    colons = piece === ':' ? colons + 1 : 0;
    written += piece;
  }
  const tokens = statementTokens(text);
  const at = tokens.indexOf('from');
  if (tokens[0] === 'copy' && at !== -1 && tokens[at + 1] === 'stdin')
    throw refused(`${file}:${statement.line} copies rows that psql is to send.`);
  return written;
}

const lineOf = ({ text, line }: Pick<Statement, 'text' | 'line'>, at: number): number =>
  line + text.slice(0, at).split('\n').length - 1;

function refused(message: string): AgoraError {
  return new AgoraError({
    code: 'migrations.psql_command',
    message,
    why: 'It is no SQL: psql would do it, and a deploy or a replay of the history could not.',
    fix: 'Take it out of the script, or write it as SQL: rows as INSERT statements (pg_dump does so with --inserts).',
  });
}
