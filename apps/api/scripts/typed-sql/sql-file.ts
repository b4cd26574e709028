import path from 'node:path';
import { scan } from '@agora/postgres';

/** A `.sql` file as it is written. */
export interface SqlFile {
  /** Base name without its ending, such as `like-post`: unique, as the server knows the statement by it. */
  readonly name: string;
  readonly path: string;
  /** Why it is not Prisma's: the comment that the file begins with, without what it says of nulls. */
  readonly reason: string;
  /** Parameters that may be null, as the comment says. */
  readonly nullable: readonly string[];
  /** Columns that are never null, as the comment says. */
  readonly never: readonly string[];
  /** What is sent: `$n` in the place of names. */
  readonly text: string;
  /** The names of `$1`, `$2` and so on. */
  readonly parameters: readonly string[];
  /** Lines of the comment ahead of the text. */
  readonly linesAhead: number;
}

/**
 * Reads a `.sql` file. `:name` is a parameter, but for casts (`::`), and what stands in strings, quoted names, dollar
 * quotes and comments. Comments ahead of the statement say why it is here, and of nulls what PostgreSQL cannot know:
 * `-- :channel may be null.` and `-- points is never null.`
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
  const never = comments.flatMap((line) => /^(\w+) is never null\.$/.exec(line)?.[1] ?? []);
  const reason = comments
    .filter((line) => !/^:?\w+ (?:may be|is never) null\.$/.test(line))
    .join(' ')
    .trim();
  if (!reason.startsWith('Not Prisma: ')) {
    throw new Error(`${file}: the first line must say why this is SQL: -- Not Prisma: ...`);
  }
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
  text = `${text}${source.slice(copied)}`.replace(/;?\s*$/, '');
  for (const name of nullable) {
    if (!parameters.includes(name)) throw new Error(`${file}: there is no :${name} that may be null.`);
  }
  return {
    name: path.basename(file, '.sql'),
    path: file,
    reason,
    nullable,
    never,
    text,
    parameters,
    linesAhead: comments.length - 1,
  };
}
