-- The way back from 20261121071457_media_by_content, generated from the catalog before and after it.

DROP INDEX CONCURRENTLY "public"."media_community_id_cid_idx";
