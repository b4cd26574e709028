import type { Client } from '@agora/postgres';
import { decideStanding, LedgerNumbering, type RenumberedEntry } from './standing/decide-standing.ts';
import { readEntries, readRules, readStanding } from './standing/read/read-standing.ts';
import { recount } from './standing/recount.ts';
import { renumberEntries, writeStanding } from './standing/write/write-standing.ts';

/**
 * Brings a forum in line after changed or partial seeds: numbers people's own ledger entries after the seeds', counts again
 * what is counted, and derives balances, standing and achievements by the rules of the seeds. A balance that would fall
 * below zero fails (users_points_check), and with it the transaction.
 * @param communities ids.
 */
export async function reconcile(client: Client, communities: readonly string[]): Promise<void> {
  const numbering = new LedgerNumbering();
  const renumbered: RenumberedEntry[] = [];
  for await (const entry of readEntries(client, communities)) {
    const changed = numbering.next(entry);
    if (changed !== undefined) renumbered.push(changed);
  }
  if (renumbered.length > 0) await renumberEntries(client, renumbered);
  await recount(client, communities);
  const rules = await readRules(client, communities);
  const stored = await readStanding(client, communities);
  await writeStanding(client, decideStanding(stored, numbering.ends, rules), rules);
}
