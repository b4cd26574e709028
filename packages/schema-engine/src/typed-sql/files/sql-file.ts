import path from 'node:path';
import { scan } from '@agora/postgres';

/** A statement of a `.sql` file. */
export interface SqlStatement {
  /** What is sent: `$n` in the place of names. */
  readonly text: string;
  /** The names of `$1`, `$2` and so on. */
  readonly parameters: readonly string[];
  /** Lines of the file ahead of the text. */
  readonly linesAhead: number;
}

/** A `.sql` file as it is written. */
export interface SqlFile {
  /** Base name without its ending, such as `like-post`: unique, as the server knows the statement by it. */
  readonly name: string;
  readonly path: string;
  /** Why it is not Prisma's: the comment that the file begins with, without what it says of nulls. */
  readonly reason: string;
  /** Parameters that may be null, as the comment says. */
  readonly nullable: readonly string[];
  /** Parameters that are lists and may hold nulls, as the comment says. */
  readonly holdsNulls: readonly string[];
  /** Columns that are never null, as the comment says. */
  readonly neverNull: readonly string[];
  /** One, or several that answer the same columns. */
  readonly statements: readonly SqlStatement[];
}

/**
 * Reads a `.sql` file. `:name` is a parameter, but for casts (`::`), and what stands in strings, quoted names, dollar
 * quotes and comments. Comments ahead of the first statement say why it is here, and of nulls what PostgreSQL cannot know:
 * `-- :channel may be null.`, `-- :days may hold nulls.` and `-- points is never null.` A semicolon ends a statement.
 * @throws Error when there is no reason
 */
export function readSqlFile(file: string, content: string): SqlFile {
  const source = content.replaceAll('\r\n', '\n');
  const tokens = [...scan(source)];
  const start = tokens.find(({ kind }) => kind !== 'gap')?.start ?? source.length;
  const comments = source
    .slice(0, start)
    .split('\n')
    .map((line) => line.replace(/^\s*--\s?/, '').trim());
  const nullable = comments.flatMap((line) => /^:(\w+) may be null\.$/.exec(line)?.[1] ?? []);
  const holdsNulls = comments.flatMap((line) => /^:(\w+) may hold nulls\.$/.exec(line)?.[1] ?? []);
  const neverNull = comments.flatMap((line) => /^(\w+) is never null\.$/.exec(line)?.[1] ?? []);
  const reason = comments
    .filter((line) => !/^:?\w+ (?:may be null|may hold nulls|is never null)\.$/.test(line))
    .join(' ')
    .trim();
  if (!reason.startsWith('Not Prisma: ')) {
    throw new Error(`${file}: the first line must say why this is SQL: -- Not Prisma: ...`);
  }
  const statements = statementsOf(source, tokens);
  for (const name of [...nullable, ...holdsNulls]) {
    if (!statements.some(({ parameters }) => parameters.includes(name)))
      throw new Error(`${file}: its comment names :${name}, which no statement has.`);
  }
  return {
    name: path.basename(file, '.sql'),
    path: file,
    reason,
    nullable,
    holdsNulls,
    neverNull,
    statements,
  };
}

type Token = ReturnType<typeof scan> extends Iterable<infer One> ? One : never;

function statementsOf(source: string, tokens: readonly Token[]): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let rest: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'symbol' && source[token.start] === ';') {
      if (rest.length > 0) statements.push(statementOf(source, rest));
      rest = [];
    } else if (rest.length > 0 || token.kind !== 'gap') rest.push(token);
  }
  if (rest.length > 0) statements.push(statementOf(source, rest));
  return statements;
}

function statementOf(source: string, tokens: readonly Token[]): SqlStatement {
  const start = tokens[0]!.start;
  const parameters: string[] = [];
  let text = '';
  let copied = start;
  for (const [index, token] of tokens.entries()) {
    const [before, colon] = [tokens[index - 2], tokens[index - 1]];
    const isParameter =
      token.kind === 'word' &&
      colon?.kind === 'symbol' &&
      source[colon.start] === ':' &&
      !(before?.kind === 'symbol' && source[before.start] === ':');
    if (!isParameter) continue;
    const name = source.slice(token.start, token.end);
    if (!parameters.includes(name)) parameters.push(name);
    text += `${source.slice(copied, colon.start)}$${parameters.indexOf(name) + 1}`;
    copied = token.end;
  }
  text = `${text}${source.slice(copied, tokens.at(-1)!.end)}`.trimEnd();
  return { text, parameters, linesAhead: source.slice(0, start).split('\n').length - 1 };
}
