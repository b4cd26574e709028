import { type QualifiedName, TokenReader } from '@agora/postgres';

/** What a CREATE INDEX CONCURRENTLY makes; `name` is undefined when the server chooses it. */
interface ConcurrentIndex {
  readonly name?: string;
  readonly table: QualifiedName;
}

/** Reads CREATE [UNIQUE] INDEX CONCURRENTLY; undefined for any other statement. */
export function parseConcurrentIndex(text: string): ConcurrentIndex | undefined {
  const reader = new TokenReader(text);
  if (!reader.take('create')) return undefined;
  reader.take('unique');
  if (!reader.take('index', 'concurrently')) return undefined;
  reader.take('if', 'not', 'exists');
  const name = reader.peek() === 'on' ? undefined : reader.name()?.name;
  if (!reader.take('on')) return undefined;
  reader.take('only');
  const table = reader.name();
  if (!table) return undefined;
  return name === undefined ? { table } : { name, table };
}
