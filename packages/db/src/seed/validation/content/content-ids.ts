import { inScope, type Invariant } from '../model/invariant.ts';

/** Of one post, as the API has it. */
const MOST = 20;

export const contentIds: Invariant = {
  name: 'content-ids',
  summary:
    'Of a post’s at most 20 media each has a CIDv1 of a SHA-256: base32, version 1, codec raw or dag-pb, 32 bytes of digest; the same one is as many bytes of one type everywhere.',
  // `bafkrei` and `bafybei` are the base32 of 01 55 12 20 and 01 70 12 20, up to the first bits of the digest.
  checks: [
    `
    SELECT community_id, id::text AS row, cid AS detail
      FROM media t WHERE ${inScope('t')} AND cid !~ '^baf(kre|ybe)[a-p][a-z2-7]{52}$'`,
    `
    SELECT community_id, cid AS row, format('%s to %s bytes, %s and %s', min(bytes), max(bytes), min(mime_type), max(mime_type)) AS detail
      FROM media t WHERE ${inScope('t')} GROUP BY community_id, cid HAVING min(bytes) <> max(bytes) OR min(mime_type) <> max(mime_type)`,
    `
    SELECT community_id, id::text AS row, format('%s of %s by %s', mime_type, width, height) AS detail
      FROM media t WHERE ${inScope('t')} AND (mime_type !~ '^[a-z]+/[a-z0-9][a-z0-9.+-]*$' OR num_nulls(width, height) = 1)`,
    `
    SELECT community_id, post_id::text AS row, format('%s media', count(*)) AS detail
      FROM media t WHERE ${inScope('t')} GROUP BY community_id, post_id HAVING count(*) > ${MOST}`,
  ],
};
