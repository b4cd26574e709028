-- The way back from 20261201100000_new_members_of_the_team. New members of the team are free again, whatever they have.

DROP FUNCTION "public"."agora_waits_as_new"(uuid, uuid, uuid, integer);
