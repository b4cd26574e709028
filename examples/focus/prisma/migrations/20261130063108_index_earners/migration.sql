-- Who has earned an achievement: it is referred to with ON DELETE RESTRICT, so its removal looks for them.
CREATE INDEX CONCURRENTLY "user_achievements_achievement_id_idx" ON "user_achievements" ("achievement_id");
