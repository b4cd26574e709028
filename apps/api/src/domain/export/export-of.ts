import { Readable } from 'node:stream';
import type { Forum } from '../../database/forum.ts';
import { lists, personOf } from './parts.ts';

/** Rows read at once, of each list. */
const batch = 500;

/**
 * All that the forum keeps of a person, as one JSON document, read in batches while it is sent: memory does not grow with it.
 * Secrets are not in it: no hash of a password, no token.
 */
export function exportOf(
  forum: Forum,
  who: { readonly communityId: string; readonly userId: string },
): Readable {
  return Readable.from(pieces(forum, who));
}

async function* pieces(
  forum: Forum,
  who: { readonly communityId: string; readonly userId: string },
): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(new Date())},"account":${JSON.stringify(await personOf(forum, who))}`;
  for (const [name, read] of Object.entries(lists)) {
    yield `,${JSON.stringify(name)}:[`;
    let after: string | undefined;
    for (let first = true; ;) {
      const rows = await read(forum, { ...who, after, take: batch });
      for (const row of rows) {
        yield `${first ? '' : ','}${JSON.stringify(row.item)}`;
        first = false;
      }
      after = rows.at(-1)?.key;
      if (rows.length < batch) break;
    }
    yield ']';
  }
  yield '}\n';
}
