-- Not Prisma: many accounts at once.
UPDATE users u SET points = a.points, ledger_sequence = a.entries, level = a.level
  FROM unnest(:communities::uuid[], :users::uuid[], :points::int[], :entries::int[], :levels::int[]) a(community, id, points, entries, level)
 WHERE u.community_id = a.community AND u.id = a.id
