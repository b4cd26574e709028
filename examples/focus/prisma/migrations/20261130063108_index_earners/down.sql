-- agora: no-transaction
DROP INDEX CONCURRENTLY "public"."user_achievements_achievement_id_idx";
