import { quoteLiteral, splitStatements, statementTokens } from '@agora/postgres';

/**
 * The labels that the way forward put in the place of others, by what is written in it: `WHEN 'old' THEN 'new'`
 * in a USING clause, or an UPDATE that sets the new one where the old one was. Without either, one label in the
 * place of exactly one other counts as its new name.
 *
 * @param up the way forward
 * @param present the labels of the enum after it
 * @param wanted the labels before it
 * @returns label after it -> label before it, only for labels that the enum loses on the way back
 */
export function relabelled(
  up: string,
  present: readonly string[],
  wanted: readonly string[],
): ReadonlyMap<string, string> {
  const leaving = present.filter((label) => !wanted.includes(label));
  const returning = wanted.filter((label) => !present.includes(label));
  const statements = splitStatements(up).map((statement) => statementTokens(statement.text));
  const found = new Map<string, string>();
  const [only] = returning;
  for (const label of leaving) {
    const before =
      wanted.find((old) => statements.some((tokens) => translates(tokens, old, label))) ??
      updated(statements, label, wanted) ??
      (leaving.length === 1 && returning.length === 1 ? only : undefined);
    if (before !== undefined) found.set(label, before);
  }
  return found;
}

/** WHEN 'old' THEN 'new', in whatever CASE. */
function translates(tokens: readonly string[], old: string, label: string): boolean {
  return tokens.some(
    (token, at) =>
      token === 'when' &&
      tokens[at + 1] === quoteLiteral(old) &&
      tokens[at + 2] === 'then' &&
      tokens[at + 3] === quoteLiteral(label),
  );
}

/** The one label by which an UPDATE chooses the rows that get another one. */
function updated(
  statements: readonly (readonly string[])[],
  label: string,
  wanted: readonly string[],
): string | undefined {
  const olds = new Set<string>();
  for (const tokens of statements) {
    const where = tokens.indexOf('where');
    if (tokens[0] !== 'update' || where === -1) continue;
    const compared = (from: number, to: number, value: string): boolean =>
      tokens.some((token, at) => at > from && at < to && token === value && tokens[at - 1] === '=');
    if (!compared(0, where, quoteLiteral(label))) continue;
    for (const old of wanted) if (compared(where, tokens.length, quoteLiteral(old))) olds.add(old);
  }
  return olds.size === 1 ? [...olds][0] : undefined;
}
