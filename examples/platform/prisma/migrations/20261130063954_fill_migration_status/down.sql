-- The way back from 20261130063954_fill_migration_status, generated from the catalog before and after it.
-- Values that the way forward changes, and that stay so:
--   planning.assets.migration_status

-- Nothing to do: the migration changes nothing that belongs to the schema of this database.
