import type { TableName } from '@agora/backup';
import { AgoraError } from '@agora/core';

const PART = String.raw`("(?:[^"]|"")+"|[^".]+)`;
const NAME = new RegExp(String.raw`^(?:${PART}\.)?${PART}$`);

/**
 * A table as people write it: `items`, `sales.items`, `"Sales Dept"."Order"`. Capitals stay as they are, quoted or not.
 * @throws AgoraError `cli.invalid_value`
 */
export function parseTableName(text: string): TableName {
  const [, schema = 'public', name] = NAME.exec(text) ?? [];
  if (name !== undefined) return { schema: bare(schema), name: bare(name) };
  throw new AgoraError({
    code: 'cli.invalid_value',
    message: `"${text}" is no name of a table.`,
    why: 'It is schema.table; a name with a dot stands in double quotes.',
    fix: `For example: --table public.items, --table '"a.b".items'`,
  });
}

const bare = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
