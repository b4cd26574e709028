-- agora: no-transaction
DROP INDEX CONCURRENTLY "planning"."assets_client_id_migration_status_idx";
