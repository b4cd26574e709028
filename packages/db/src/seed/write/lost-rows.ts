import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier } from '@agora/postgres';
import { factories } from '../factories/index.ts';
import { communityOf, keyOf, notSeeded } from './seeded-rows.ts';

/** Lost rows listed for each table in a refusal. */
const LISTED = 5;

/** Notes which rows people have added to seeded communities, so that {@link refuseLostRows} can tell what is gone. */
export async function rememberOwnRows(client: Client, communities: readonly string[]): Promise<void> {
  await client.query(
    'CREATE TEMPORARY TABLE seed_own (entity text, community_id uuid, key uuid[]) ON COMMIT DROP',
  );
  for (const factory of factories) {
    await client.query(
      `INSERT INTO seed_own SELECT $2, ${communityOf(factory, 't')}, ${keyOf(factory, 't')}
         FROM ${quoteIdentifier(factory.table)} t
        WHERE ${communityOf(factory, 't')} = ANY ($1::uuid[]) AND ${notSeeded(factory, 't', '$2')}`,
      [communities, factory.entity],
    );
  }
}

/**
 * Refuses when rows that people added went with what they belonged to: a comment below a thread that the seeds no
 * longer have is deleted with it, by the foreign key. The transaction, and with it the deletion, is rolled back.
 * @throws seed.own_rows, listing them
 */
export async function refuseLostRows(client: Client): Promise<void> {
  const lines: string[] = [];
  for (const factory of factories) {
    const { rows } = await client.query<{ key: string; found: number }>(
      `SELECT o.key::text AS key, (count(*) OVER ())::integer AS found FROM seed_own o
        WHERE o.entity = $1 AND NOT EXISTS (SELECT FROM ${quoteIdentifier(factory.table)} t
          WHERE ${communityOf(factory, 't')} = o.community_id AND ${keyOf(factory, 't')} = o.key) LIMIT ${LISTED}`,
      [factory.entity],
    );
    if (rows.length === 0) continue;
    const more = rows[0]!.found > rows.length ? ` and ${rows[0]!.found - rows.length} more` : '';
    lines.push(`${factory.table}: ${rows.map(({ key }) => key).join(', ')}${more}`);
  }
  if (lines.length === 0) return;
  throw new AgoraError({
    code: 'seed.own_rows',
    message:
      'The seeds have changed, and people have added to what is no longer in them. Nothing was changed.',
    why: `These rows are not the seeds', and would go with what they belong to:\n${lines.join('\n')}`,
    fix: 'Remove these rows first, or begin with a new database: agora db reset',
  });
}
