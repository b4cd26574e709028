-- Not Prisma: the database's clock, by which all else is dated. A ban starts once who is banned is locked: what they were
-- writing is before it. That of the transaction, now(), stands still since before the lock.
-- now is never null.
SELECT clock_timestamp()::timestamptz(3) AS now
