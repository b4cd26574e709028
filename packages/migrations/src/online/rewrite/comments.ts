import type { ParsedStatement } from '@agora/postgres/parser';

/** Comments around a statement. */
export interface Comments {
  /** In the lines above it. */
  readonly before: string;
  /** In its own line, behind the semicolon. */
  readonly behind: string;
  /** Below it, where it is the last. */
  readonly after: string;
}

/** The comments of each statement of a script. */
export function commentsOf(sql: string, statements: readonly ParsedStatement[]): readonly Comments[] {
  const gaps = [...statements, undefined].map((statement, index) => {
    const from = statements[index - 1]?.end ?? 0;
    return sql.slice(from, statement?.start ?? sql.length);
  });
  const split = gaps.map((gap, index) => {
    if (index === 0) return { behind: '', before: withoutStatements(gap) };
    const rest = gap.replace(/^\s*;/, '');
    const behind = /^[ \t]*(?:--[^\r\n]*|\/\*[^\r\n]*?\*\/)(?=[ \t]*(?:\r?\n|$))/.exec(rest)?.[0] ?? '';
    return { behind: behind.trim(), before: withoutStatements(rest.slice(behind.length)) };
  });
  return statements.map((_, index) => ({
    before: split[index]?.before ?? '',
    behind: split[index + 1]?.behind ?? '',
    after: index === statements.length - 1 ? (split[index + 1]?.before ?? '') : '',
  }));
}

/** A gap without the semicolons of empty statements at its beginning. */
const withoutStatements = (gap: string): string => gap.replace(/^[\s;]+/, '').trimEnd();
