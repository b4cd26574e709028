-- Not Prisma: a table that the tool keeps for itself.
-- community is never null.
-- id is never null.
SELECT DISTINCT key[1]::uuid AS community, key[2]::uuid AS id FROM agora.seed_rows WHERE name LIKE '%/oauth_accounts'
