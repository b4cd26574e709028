import { onCitus } from '@agora/testkit';

/** What cannot be shown on a cluster, by the test or its file, and why. */
const reasons = {
  'features/points/economy':
    'makes its rows older past every trigger (session_replication_role), a setting that Citus does not hand to the nodes',
  'features/metrics: the ledger':
    "reads the server's own counters of a table, which each node keeps of its shards and the coordinator has none of",
  'reader/routes: the only forum':
    'deletes a community past its foreign keys (session_replication_role), a setting that Citus does not hand to the nodes',
} as const;

/** Whether a test is skipped because the API of all tests is served from a cluster. */
export function needsOneServer(test: keyof typeof reasons): boolean {
  return onCitus && test in reasons;
}
