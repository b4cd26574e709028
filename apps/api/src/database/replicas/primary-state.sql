-- Not Prisma: asks the server how far it has come, and no table.
-- written is never null.
-- flushed is never null.
-- system is never null.
SELECT pg_current_wal_insert_lsn()::text AS written, pg_current_wal_flush_lsn()::text AS flushed,
  (SELECT system_identifier::text FROM pg_control_system()) AS system
