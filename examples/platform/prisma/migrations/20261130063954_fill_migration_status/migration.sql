-- agora: no-transaction
-- A thousand rows at a time in the order of the key, committed each: nobody waits long, no row is read twice, and
-- after a stop what is filled already is only passed over.
DO $$
DECLARE
  reached_client uuid := '00000000-0000-0000-0000-000000000000';
  reached uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  LOOP
    WITH batch AS (
      SELECT "client_id", "id", "engagement_id" FROM "planning"."assets"
      WHERE ("client_id", "id") > (reached_client, reached)
      ORDER BY "client_id", "id" LIMIT 1000
    ), filled AS (
      UPDATE "planning"."assets" AS a
      SET "migration_status" = CASE e."status"
        WHEN 'closed' THEN 'moved'
        WHEN 'active' THEN 'planned'
        ELSE 'not_planned'
      END::"planning"."migration_status"
      FROM batch AS b
      JOIN "planning"."engagements" AS e ON (e."client_id", e."id") = (b."client_id", b."engagement_id")
      WHERE (a."client_id", a."id") = (b."client_id", b."id") AND a."migration_status" IS NULL
    )
    SELECT "client_id", "id" INTO reached_client, reached FROM batch ORDER BY "client_id" DESC, "id" DESC LIMIT 1;
    EXIT WHEN reached IS NULL;
    COMMIT;
  END LOOP;
END;
$$;
