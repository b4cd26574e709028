import { inScope, type Invariant } from '../model/invariant.ts';

/** Whose act an entry for content is: the author's own, or somebody else's like of it. */
const AUTHORS = `CASE WHEN t.reason IN ('POST', 'COMMENT', 'LIKE_RECEIVED', 'ANSWER_ACCEPTED') THEN p.author_id <> t.user_id
  WHEN t.reason = 'LIKE_GIVEN' THEN p.author_id = t.user_id END`;

/** What a source is kept in, and what is wrong between it, as `p`, and the entry. */
const sources = [
  ["'POST', 'POST_LIKE'", 'posts', AUTHORS],
  ["'COMMENT', 'COMMENT_LIKE'", 'comments', AUTHORS],
  ["'ACHIEVEMENT'", 'achievements', 'false'],
  ["'USER'", 'users', "(p.id = t.user_id) <> (t.reason = 'WELCOME')"],
] as const;

export const ledgerSources: Invariant = {
  name: 'ledger-sources',
  summary:
    'What an entry names as its source is in the same community, not younger, of the kind that the reason wants, and the user’s or not as it should be.',
  checks: [
    ...sources.map(
      ([types, target, wrong]) => `
    SELECT t.community_id, t.id::text AS row, format('%s of user %s for %s %s', t.reason, t.user_id, t.source_type, t.source_id) AS detail
      FROM point_transactions t LEFT JOIN ${target} p ON p.community_id = t.community_id AND p.id = t.source_id
     WHERE ${inScope('t')} AND t.source_type IN (${types}) AND (p.id IS NULL OR t.created_at < p.created_at OR ${wrong})`,
    ),
    `
    SELECT community_id, id::text AS row, format('%s of %s points for %s', reason, amount, coalesce(source_type::text, 'nothing')) AS detail
      FROM point_transactions t
     WHERE ${inScope('t')} AND reason <> 'ADJUSTMENT' AND ((amount < 0) <> (reason = 'TIP_SENT') OR CASE
         WHEN reason IN ('LIKE_GIVEN', 'LIKE_RECEIVED') THEN source_type NOT IN ('POST_LIKE', 'COMMENT_LIKE')
         ELSE source_type <> CASE reason WHEN 'POST' THEN 'POST' WHEN 'COMMENT' THEN 'COMMENT' WHEN 'ANSWER_ACCEPTED' THEN 'COMMENT'
           WHEN 'ACHIEVEMENT' THEN 'ACHIEVEMENT' ELSE 'USER' END::point_source END IS NOT FALSE)`,
  ],
};

/** What the API's keys begin with, and the entry that such a key is for. */
const keys = [
  ['post', "reason = 'POST' AND idempotency_key = 'post:' || source_id"],
  ['comment', "reason = 'COMMENT' AND idempotency_key = 'comment:' || source_id"],
  ['answer', "reason = 'ANSWER_ACCEPTED' AND idempotency_key = 'answer:' || source_id"],
  ['welcome', "reason = 'WELCOME' AND idempotency_key = 'welcome:' || user_id"],
  [
    'achievement',
    "reason = 'ACHIEVEMENT' AND idempotency_key = 'achievement:' || source_id || ':' || user_id",
  ],
  ['post_like', likeKey('post_like')],
  ['comment_like', likeKey('comment_like')],
] as const;

function likeKey(of: string): string {
  return `CASE reason WHEN 'LIKE_GIVEN' THEN idempotency_key = '${of}:' || source_id || ':' || user_id || ':given'
           WHEN 'LIKE_RECEIVED' THEN idempotency_key LIKE '${of}:' || source_id || ':%:received' ELSE false END`;
}

export const ledgerKeys: Invariant = {
  name: 'ledger-keys',
  summary:
    'A key that says what it is for is that of an entry for this: under another the same could be rewarded twice.',
  checks: [
    `
    SELECT community_id, id::text AS row, format('%s for %s under %s', reason, coalesce(source_id, user_id), idempotency_key) AS detail
      FROM point_transactions t
     WHERE ${inScope('t')} AND CASE split_part(idempotency_key, ':', 1)
       ${keys.map(([prefix, right]) => `WHEN '${prefix}' THEN ${right}`).join('\n       ')} ELSE true END IS NOT TRUE`,
  ],
};

export const rewardedOnce: Invariant = {
  name: 'rewarded-once',
  summary: 'Nobody is rewarded twice for the same.',
  checks: [
    `
    SELECT community_id, user_id::text AS row, format('%s entries for %s %s', count(*), reason, source_id) AS detail
      FROM point_transactions t
     WHERE ${inScope('t')} AND reason IN ('WELCOME', 'POST', 'COMMENT', 'LIKE_GIVEN', 'ANSWER_ACCEPTED', 'ACHIEVEMENT')
     GROUP BY community_id, user_id, reason, source_type, source_id HAVING count(*) > 1`,
  ],
};

/** The two keys of a tip differ in their last part. */
const side = (reason: string): string => `
      (SELECT community_id, user_id, source_id, amount, regexp_replace(idempotency_key, ':(sent|received)$', '') AS tip
         FROM point_transactions t WHERE ${inScope('t')} AND reason = '${reason}')`;

export const tips: Invariant = {
  name: 'tips',
  summary: 'What one has tipped another has received.',
  checks: [
    `
    SELECT coalesce(s.community_id, r.community_id) AS community_id, coalesce(s.tip, r.tip) AS row,
           format('%s sent %s to %s, who received %s of %s', coalesce(s.user_id, r.source_id), coalesce(-s.amount, 0),
             coalesce(r.user_id, s.source_id), coalesce(r.amount, 0), coalesce(r.source_id::text, 'nobody')) AS detail
      FROM ${side('TIP_SENT')} s
      FULL JOIN ${side('TIP_RECEIVED')} r ON r.community_id = s.community_id AND r.tip = s.tip
     WHERE (s.user_id, s.source_id, -s.amount) IS DISTINCT FROM (r.source_id, r.user_id, r.amount)`,
  ],
};
