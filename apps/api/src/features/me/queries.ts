import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import type { CurrentUser } from '../accounts/schema.ts';
import { versionOf } from '../../database/fragments.ts';
import { profileFields } from '../users/queries.ts';
import type { Preferences } from './schema.ts';

/**
 * SQL of the version of the profile of `users u`. Points change the row's time all day long, so the version is a hash of
 * what an edit changes: 52 bits, as many as a number in JSON holds.
 */
const profileVersion = `('x' || left(md5(json_build_array(u.display_name, u.bio, u.avatar)::text), 13))::bit(52)::bigint`;

export const currentUserById = statement<[communityId: string, userId: string], CurrentUser>(
  'current_user_by_id',
  `SELECT json_build_object('version', ${profileVersion}, ${profileFields}, 'email', u.email,
     'emailVerifiedAt', u.email_verified_at, 'status', u.status,
     'unreadNotifications', (SELECT count(*) FROM notifications n
       WHERE n.community_id = $1 AND n.user_id = u.id AND n.read_at IS NULL))
   FROM users u WHERE u.community_id = $1 AND u.id = $2 AND u.status <> 'DEACTIVATED'`,
);

/** An edit of one's own profile: what is null stays, but for the avatar, which stays unless `$6` says that it changes. */
export const editProfile = statement<
  [
    communityId: string,
    userId: string,
    version: string,
    displayName: string | null,
    bio: string | null,
    changesAvatar: boolean,
    avatar: string | null,
  ],
  Outcome<true>
>(
  'edit_profile',
  `WITH target AS MATERIALIZED (
     SELECT u.id, ${profileVersion} AS version FROM users u
     WHERE u.community_id = $1 AND u.id = $2 AND u.status = 'ACTIVE' FOR NO KEY UPDATE
   ), verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM target) THEN 'auth.account_inactive'
     WHEN (SELECT version FROM target) <> $3::bigint THEN 'request.precondition_failed' END AS refused),
   made AS (
     UPDATE users u SET display_name = coalesce($4, u.display_name), bio = coalesce($5, u.bio),
       avatar = CASE WHEN $6::boolean THEN $7 ELSE u.avatar END, updated_at = now()
     FROM verdict WHERE refused IS NULL AND u.community_id = $1 AND u.id = $2
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', true) ELSE json_build_object('refused', refused) END FROM verdict`,
);

/** One's preferences; whoever has none yet has those that newcomers have, in version 0. */
export const preferencesOf = statement<[communityId: string, userId: string], Preferences>(
  'preferences_of',
  `SELECT json_build_object('version', coalesce(${versionOf('p')}, 0), 'locale', coalesce(p.locale, 'en'),
     'timeZone', coalesce(p.time_zone, 'UTC'), 'theme', coalesce(p.theme, 'system'),
     'emailNotifications', coalesce(p.email_notifications, true), 'digest', coalesce(p.digest, 'WEEKLY'))
   FROM users u LEFT JOIN user_preferences p ON p.community_id = $1 AND p.user_id = u.id
   WHERE u.community_id = $1 AND u.id = $2`,
);

/** Comes before {@link editPreferences}, which then has a row to lock, in the version that was shown without one. */
export const havePreferences = statement<[communityId: string, userId: string], never>(
  'have_preferences',
  `INSERT INTO user_preferences (community_id, user_id, updated_at) SELECT $1, id, to_timestamp(0) FROM users
   WHERE community_id = $1 AND id = $2 AND status = 'ACTIVE' ON CONFLICT DO NOTHING`,
);

/** An edit of one's own preferences: what is null stays. */
export const editPreferences = statement<
  [
    communityId: string,
    userId: string,
    version: string,
    locale: string | null,
    timeZone: string | null,
    theme: Preferences['theme'] | null,
    emailNotifications: boolean | null,
    digest: Preferences['digest'] | null,
  ],
  Outcome<true>
>(
  'edit_preferences',
  `WITH target AS MATERIALIZED (
     SELECT ${versionOf('p')} AS version FROM user_preferences p WHERE p.community_id = $1 AND p.user_id = $2 FOR NO KEY UPDATE
   ), verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found'
     WHEN (SELECT version FROM target) <> $3::bigint THEN 'request.precondition_failed' END AS refused),
   made AS (
     UPDATE user_preferences p SET locale = coalesce($4, p.locale), time_zone = coalesce($5, p.time_zone),
       theme = coalesce($6, p.theme), email_notifications = coalesce($7::boolean, p.email_notifications),
       digest = coalesce($8::digest_frequency, p.digest),
       updated_at = greatest(now(), p.updated_at + interval '1 millisecond')
     FROM verdict WHERE refused IS NULL AND p.community_id = $1 AND p.user_id = $2
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', true) ELSE json_build_object('refused', refused) END FROM verdict`,
);
