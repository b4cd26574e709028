import {
  identifier,
  type OwnWord,
  ownWords,
  type QualifiedName,
  scan,
  type Token,
  TokenReader,
} from '@agora/postgres';

/** What an UPDATE, DELETE or MERGE does to rows that are there. */
export interface DataChange {
  readonly kind: 'update' | 'delete' | 'merge';
  readonly table: QualifiedName;
  /** What an UPDATE sets; empty for the others. */
  readonly columns: readonly string[];
  /** The condition, where it can be asked of one row of the table by itself: no other table is joined. */
  readonly where?: string;
}

/** Reads the statement that changes rows; undefined for any other. A WITH before it is passed over. */
export function dataChangeOf(text: string): DataChange | undefined {
  const words = ownWords(text);
  const first = words.find(({ word }) => VERBS.has(word));
  if (first === undefined || !['with', first.word].includes(words[0]?.word ?? '')) return undefined;
  const rest = text.slice(first.start);
  const reader = new TokenReader(rest);
  const kind = KINDS.find((one) => one === first.word);
  if (kind === undefined) return undefined;
  reader.take(kind);
  if (kind !== 'update' && !reader.take(kind === 'delete' ? 'from' : 'into')) return undefined;
  reader.take('only');
  const table = reader.name();
  if (table === undefined) return undefined;
  if (kind === 'merge') return { kind, table, columns: [] };
  reader.take('*');
  reader.take('as');
  const alias = ['set', 'where', 'using'].includes(reader.peek() ?? '') ? undefined : reader.name()?.name;
  const known = new Set([table.name, ...(alias === undefined ? [] : [alias])]);
  const own = ownWords(rest);
  const joined = own.some(({ word }) => word === (kind === 'update' ? 'from' : 'using'));
  const where = joined ? undefined : conditionOf(rest, own, known);
  return {
    kind,
    table,
    columns: kind === 'update' && reader.skipPast('set') ? targets(reader) : [],
    ...(where === undefined ? {} : { where }),
  };
}

const KINDS = ['update', 'delete', 'merge'] as const;
const VERBS: ReadonlySet<string> = new Set(['update', 'delete', 'merge', 'insert', 'select', 'values']);

/** Columns on the left of `=` in a SET list, those of `(a, b) = (...)` included. */
function targets(reader: TokenReader): string[] {
  const columns: string[] = [];
  let depth = 0;
  let left = true;
  for (let token = reader.peek(); token !== undefined; token = reader.peek()) {
    if (depth === 0 && ['where', 'from', 'returning'].includes(token)) break;
    const name = left ? reader.name() : undefined;
    if (name !== undefined) {
      columns.push(name.name);
      continue;
    }
    if (token === '(' || token === '[') depth += 1;
    else if (token === ')' || token === ']') depth -= 1;
    else if (depth === 0 && token === '=') left = false;
    else if (depth === 0 && token === ',') left = true;
    reader.next();
  }
  return columns;
}

/** What follows WHERE. */
function conditionOf(text: string, own: readonly OwnWord[], known: ReadonlySet<string>): string | undefined {
  const begin = own.find(({ word }) => word === 'where');
  if (begin === undefined) return undefined;
  const end = own.find(({ word, start }) => word === 'returning' && start > begin.start);
  const where = text.slice(begin.end, end?.start).trim();
  return /^current\s+of\b/i.test(where) ? undefined : withBareColumns(where, known);
}

/** A condition with the columns' names bare; `known` are the names that it has for its table. */
export function withBareColumns(where: string, known: ReadonlySet<string>): string {
  const tokens: Token[] = [...scan(where)];
  return tokens
    .map(({ start, end: stop }, index) => {
      const piece = where.slice(start, stop);
      const follows = tokens[index + 1];
      const precedes = tokens[index - 1];
      const isDot = (token: Token | undefined): boolean =>
        token !== undefined && where.slice(token.start, token.end) === '.';
      const isKnown = (token: Token | undefined): boolean =>
        token !== undefined && known.has(identifier(where.slice(token.start, token.end)) ?? '');
      if (isDot(follows) && isKnown(tokens[index])) return '';
      return piece === '.' && isKnown(precedes) ? '' : piece;
    })
    .join('');
}
