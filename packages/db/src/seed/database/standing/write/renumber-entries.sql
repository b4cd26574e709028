-- Not Prisma: many entries at once. The first makes room: no step may meet a number that is still taken.
UPDATE point_transactions t SET sequence = t.sequence + :beyond::int
  FROM unnest(:communities::uuid[], :ids::uuid[]) e(community, id)
 WHERE t.community_id = e.community AND t.id = e.id AND t.sequence < :beyond::int;

UPDATE point_transactions t SET sequence = e.sequence, balance_after = e.balance
  FROM unnest(:communities::uuid[], :ids::uuid[], :sequences::int[], :balances::int[]) e(community, id, sequence, balance)
 WHERE t.community_id = e.community AND t.id = e.id;
