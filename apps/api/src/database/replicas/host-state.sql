-- Not Prisma: asks a server whether it takes writes, and which timeline it is on: each promotion begins the next, so that
-- of two that take writes the one on the higher is the primary, and the other has been forgotten to be stopped.
-- timeline is never null.
SELECT CASE WHEN pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool THEN 0
  ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END AS timeline
