-- Not Prisma: asks the server how it stands to its primary, and no table.
-- standby is never null.
-- system is never null.
SELECT pg_is_in_recovery() AS standby, pg_last_wal_replay_lsn()::text AS replayed,
  (SELECT system_identifier::text FROM pg_control_system()) AS system
