-- The way back from 20261129200030_team, generated from the catalog before and after it.

DROP INDEX CONCURRENTLY "public"."users_team_idx";
