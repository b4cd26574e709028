/**
 * Writes casts of whole arrays as casts of their elements: `(ARRAY['a'::varchar])::text[]` becomes
 * `ARRAY[('a'::varchar)::text]`. PostgreSQL prints the first for `IN ('a')` over a varchar, and reads it as the second,
 * so that what it prints does not come out equal when it is run.
 *
 * @param expression as the server prints it (not prettily), or a statement with such expressions
 */
export function spreadCasts(expression: string): string {
  if (!expression.includes('(ARRAY[')) return expression;
  let out = '';
  let at = 0;
  while (at < expression.length) {
    const cast = expression.startsWith('(ARRAY[', at) ? readCast(expression, at) : undefined;
    if (cast === undefined) {
      const end = endOfPiece(expression, at);
      out += expression.slice(at, end);
      at = end;
      continue;
    }
    const elements = cast.elements.map((element) => `(${spreadCasts(element.trim())})::${cast.type}`);
    out += `ARRAY[${elements.join(', ')}]`;
    at = cast.end;
  }
  return out;
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
/** The cast of an array, without the brackets of its type. */
const CAST = new RegExp(
  String.raw`\)::(${NAME}(?:\.${NAME})?(?: varying| precision)?(?:\(\d+(?:,\d+)?\))?(?: with(?:out)? time zone)?)\[\]`,
  'uy',
);

interface ArrayCast {
  readonly elements: readonly string[];
  readonly type: string;
  readonly end: number;
}

/** @param start of `(ARRAY[` */
function readCast(text: string, start: number): ArrayCast | undefined {
  const elements: string[] = [];
  let from = start + '(ARRAY['.length;
  let depth = 0;
  for (let at = from; at < text.length; at = endOfPiece(text, at)) {
    const sign = text[at] ?? '';
    if (depth === 0 && (sign === ',' || sign === ']')) {
      elements.push(text.slice(from, at));
      from = at + 1;
      if (sign === ',') continue;
      CAST.lastIndex = from;
      const type = CAST.exec(text)?.[1];
      return type === undefined ? undefined : { elements, type, end: CAST.lastIndex };
    }
    if (sign === '(' || sign === '[') depth += 1;
    else if (sign === ')' || sign === ']') depth -= 1;
  }
  return undefined;
}

/** Strings and quoted names, of which nothing counts. */
const QUOTED = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"/sy;

/** The end of what begins at a place: of a string or quoted name, else the next character. */
function endOfPiece(text: string, at: number): number {
  QUOTED.lastIndex = at;
  return QUOTED.test(text) ? QUOTED.lastIndex : at + 1;
}
