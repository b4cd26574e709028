-- agora: no-transaction
DROP INDEX CONCURRENTLY "planning"."field_mappings_client_id_approved_by_idx";
