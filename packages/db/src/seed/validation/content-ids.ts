import { inScope, type Invariant } from './invariant.ts';

export const contentIds: Invariant = {
  name: 'content-ids',
  summary:
    'Media have a CIDv1 of a SHA-256: base32, version 1, codec raw or dag-pb, 32 bytes of digest; the same one is as many bytes everywhere.',
  // `bafkrei` and `bafybei` are the base32 of 01 55 12 20 and 01 70 12 20, up to the first bits of the digest.
  checks: [
    `
    SELECT community_id, id::text AS row, cid AS detail
      FROM media t WHERE ${inScope('t')} AND cid !~ '^baf(kre|ybe)[a-p][a-z2-7]{52}$'`,
    `
    SELECT community_id, cid AS row, format('%s to %s bytes', min(bytes), max(bytes)) AS detail
      FROM media t WHERE ${inScope('t')} GROUP BY community_id, cid HAVING min(bytes) <> max(bytes)`,
  ],
};
