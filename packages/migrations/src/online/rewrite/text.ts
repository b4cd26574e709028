import { scan, type Token } from '@agora/postgres';

/** Tokens without gaps. */
export function tokensOf(text: string): readonly Token[] {
  return [...scan(text)].filter(({ kind }) => kind !== 'gap');
}

/** SQL on which comments may stand, without them. */
export function withoutComments(text: string): string {
  return [...scan(text)]
    .map(({ kind, start, end }) => (kind === 'gap' ? ' ' : text.slice(start, end)))
    .join('')
    .trim();
}

/** The comments between the tokens of a text, one a line. */
export function commentsIn(text: string): string {
  const gaps = [...scan(text)].filter(({ kind }) => kind === 'gap');
  return gaps
    .flatMap(({ start, end }) => text.slice(start, end).match(/--[^\r\n]*|\/\*[\s\S]*?\*\//g) ?? [])
    .join('\n');
}

/** The statement with a word put behind the first of one of these words: `create index` becomes `create index concurrently`. */
export function withWordAfter(text: string, words: readonly string[], word: string): string {
  const at = tokensOf(text).find(
    ({ kind, start, end }) => kind === 'word' && words.includes(text.slice(start, end).toLowerCase()),
  );
  return at === undefined ? text : `${text.slice(0, at.end)} ${word}${text.slice(at.end)}`;
}

/** Offset just behind a name of one or more parts that begins at `from`. */
export function endOfName(text: string, from: number): number {
  let end = from;
  let wantsPart = true;
  for (const { start, end: stop } of tokensOf(text)) {
    if (start < from) continue;
    const dot = text.slice(start, stop) === '.';
    if (wantsPart === dot) break;
    wantsPart = dot;
    end = stop;
  }
  return end;
}

/** SQL on one line, as a directive wants it: a string that goes over several becomes one with escapes. */
export function inOneLine(sql: string): string {
  let text = sql;
  for (const { start, end } of [...scan(sql)].filter(({ kind }) => kind !== 'gap').toReversed()) {
    const token = sql.slice(start, end);
    if (!/[\r\n]/.test(token)) continue;
    const inner =
      /^'([\s\S]*)'$/.exec(token)?.[1] ?? /^(\$[^$]*\$)([\s\S]*)\1$/.exec(token)?.[2]?.replaceAll("'", "''");
    if (inner === undefined) continue;
    const escaped = inner.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
    text = `${text.slice(0, start)}E'${escaped}'${text.slice(end)}`;
  }
  return text;
}
