-- The way back from 20261130300010_followed_unread, generated from the catalog before and after it.

DROP INDEX CONCURRENTLY "public"."notifications_followed_unread_idx";
