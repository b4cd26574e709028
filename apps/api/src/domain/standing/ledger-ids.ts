import { uuid7 } from '../../database/uuid7.ts';

/** Fresh ids for ledger entries, as many as achievements could be earned by one act. */
export function ledgerIds(count = 8): string[] {
  return Array.from({ length: count }, () => uuid7());
}
