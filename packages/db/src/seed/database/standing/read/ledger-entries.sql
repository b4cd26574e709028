-- Not Prisma: read through a cursor: a ledger can be longer than what fits into memory.
SELECT community_id AS community, user_id AS "user", id, sequence, amount, balance_after AS balance
  FROM point_transactions WHERE community_id = ANY (:communities::uuid[])
 ORDER BY community_id, user_id, created_at, sequence
