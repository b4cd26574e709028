import { compareStructure, type Comparison } from '../restore/compare-structure.ts';
import type { OpenBackup } from '../restore/open-backup.ts';
import { withoutLoginTriggers } from '../source/session.ts';
import { type CompareOptions, readBackFaults } from '../restore/read-back.ts';

/**
 * In what a restored database is not what was backed up: its catalog, every row of every table, its sequences. Everything is
 * read back from the database.
 */
export async function compareRestored(
  url: string,
  backup: OpenBackup,
  options: CompareOptions,
): Promise<Comparison> {
  const unseen = withoutLoginTriggers(url, await backup.catalog());
  const structure = await compareStructure(unseen, backup, { owners: true });
  if (structure.faults.length > 0) return structure;
  return { ...structure, faults: await readBackFaults(unseen, backup, options) };
}
