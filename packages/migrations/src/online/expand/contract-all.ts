import { type Client, quoteIdentifier, withTransaction } from '@agora/postgres';

import { contractExpansion } from './contract-expansion.ts';
import type { OpenExpansion } from './open-expansions.ts';

/** Makes a scratch database what it is to be after the contraction of these expansions. */
export async function contractAll(client: Client, open: readonly OpenExpansion[]): Promise<void> {
  for (const expansion of open) {
    const contraction = await contractExpansion(client, expansion);
    if (contraction === undefined) continue;
    await withTransaction(client, async () => {
      await client.query(`SET LOCAL search_path TO ${quoteIdentifier(expansion.schema)}`);
      await client.query(contraction.statements.join('\n'));
    });
  }
}
