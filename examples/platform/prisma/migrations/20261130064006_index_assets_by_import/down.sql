-- agora: no-transaction
DROP INDEX CONCURRENTLY "planning"."assets_client_id_data_import_id_idx";
