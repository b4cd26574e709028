-- The way back from 20261130063202_drop_migration_versions, generated from the catalog before and after it.

-- Nothing to do: the migration changes nothing that belongs to the schema of this database.
