-- Not Prisma: the server's clock, when the transaction began; to the millisecond, as columns have it.
-- now is never null.
SELECT now()::timestamptz(3) AS now
