-- Not Prisma: what the server has counted of tables since its statistics were reset. Row-level security shows the API one
-- community at a time; these sums of all of them give away no row. Nothing is ever changed in the ledger or deleted from
-- it: a count of such changes above zero is an alarm.
-- table is never null.
-- inserted is never null.
-- changed is never null.
SELECT relname AS table, n_tup_ins::float8 AS inserted, (n_tup_upd + n_tup_del)::float8 AS changed
FROM pg_stat_user_tables WHERE schemaname = 'public'
  AND relname IN ('point_transactions', 'posts', 'comments', 'post_likes', 'comment_likes', 'users')
