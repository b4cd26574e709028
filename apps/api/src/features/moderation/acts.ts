import type { UserRole } from '@agora/db';

// Parts of statements by which moderators and administrators keep what belongs to the community. Such a statement has the
// actor of `lockPeople`, a CTE `verdict` with the code it is `refused` with or null, and a CTE `made` with the row it touched.

/** What an act touched. */
export interface Touched {
  readonly id: string;
}

/** The first cases of a verdict: the actor must be active and have at least this role. */
export const refusedBelow = (
  role: UserRole,
): string => `WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN (SELECT role FROM actor) > '${role}'::user_role THEN 'auth.forbidden'`;

/** Enters the act into the log of moderation; nulls of the details are left out. */
export const noted = (
  action: string,
  entry: string,
  details: string,
): string => `INSERT INTO moderation_entries
       (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, ${entry}, $2, '${action}', made.id, jsonb_strip_nulls(${details}) FROM made`;

/** The outcome, with the id of what was touched. */
export const outcomeWith = (id: string): string => `SELECT CASE WHEN refused IS NULL
     THEN json_build_object('done', json_build_object('id', ${id})) ELSE json_build_object('refused', refused) END FROM verdict`;
