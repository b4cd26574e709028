-- agora: allow drop-table because its rows stand in _prisma_migrations wherever this can run
-- The table of the runner of before: a database whose history was not taken over refuses the deploy before this.
DROP TABLE IF EXISTS "migration_versions";
