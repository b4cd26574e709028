import type { Invariant } from '../model/invariant.ts';

/** What is only ever added to. */
const tables = ['point_transactions', 'moderation_entries'] as const;

export const appendOnly: Invariant = {
  name: 'append-only',
  summary: 'Of the ledger and the log of the team nothing that was seeded is gone.',
  needs: 'agora.seed_rows',
  checks: tables.map(
    (table) => `
    SELECT s.key[1]::uuid AS community_id, '${table} ' || s.key[2] AS row, 'seeded, and gone' AS detail
      FROM agora.seed_rows s LEFT JOIN ${table} t ON t.community_id = s.key[1]::uuid AND t.id = s.key[2]::uuid
     WHERE s.name LIKE '%/${table}' AND ($1::uuid[] IS NULL OR s.key[1]::uuid = ANY ($1::uuid[])) AND t.id IS NULL`,
  ),
};
