import type { Client } from '@agora/postgres';
import { rowsOf } from '../../../sql/index.ts';
import { recountSql } from './recount.sql.ts';

/** Counts again what posts and comments count, and sets whose account rests as the bans, and what was edited as the revisions have it. */
export async function recount(client: Client, communities: readonly string[]): Promise<void> {
  for (const statement of recountSql) await rowsOf(client, statement({ communities }));
}
