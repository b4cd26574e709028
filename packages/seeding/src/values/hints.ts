/** Literals that a table's checks, domains and partitions mention, for values that satisfy them. */
export interface Hints {
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
}

/** Numbers and strings that stand in SQL expressions. */
export function hintsIn(expressions: readonly string[]): Hints {
  const text = expressions.join('\n');
  const strings = [...text.matchAll(/'((?:[^']|'')*)'/g)].map((match) =>
    (match[1] ?? '').replaceAll("''", "'"),
  );
  const bare = text.replaceAll(/'(?:[^']|'')*'/g, ' ');
  const numbers = [...bare.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/g)].map((match) => Number(match[0]));
  const quoted = strings.filter((one) => /^-?\d+(?:\.\d+)?$/.test(one)).map(Number);
  return { numbers: [...new Set([...numbers, ...quoted])], strings: [...new Set(strings)] };
}

/** The first ones come first. */
export function mergeHints(first: Hints, then: Hints): Hints {
  return {
    numbers: [...first.numbers, ...then.numbers],
    strings: [...first.strings, ...then.strings],
  };
}
