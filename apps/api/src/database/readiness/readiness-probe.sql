-- Not Prisma: asks how the server itself is, and no table.
SELECT CASE WHEN pg_is_in_recovery()
  THEN greatest(0, extract(epoch FROM now() - pg_last_xact_replay_timestamp()) * 1000)::float8 END AS lag
