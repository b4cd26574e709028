-- agora: no-transaction
DROP INDEX CONCURRENTLY "planning"."assets_embedding_idx";
