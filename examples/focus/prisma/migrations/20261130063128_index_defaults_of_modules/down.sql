-- agora: no-transaction
DROP INDEX CONCURRENTLY "public"."user_defaults_module_id_idx";
