-- Not Prisma: goes ahead of every batch on a replica, in its transaction and in its write, and raises where the replica has
-- not replayed the position yet, or is none any more. No function of ours could: whoever has one only on the primary has none here.
SELECT CASE WHEN pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= :position::text::pg_lsn THEN 0
  ELSE (coalesce(pg_last_wal_replay_lsn()::text, 'nothing') || ' is what this replica has replayed')::int END AS replayed
