/** Users that one unit of `--scale` stands for. */
export const USERS_PER_SCALE = 10_000;

export interface LoadCommunity {
  /** Position among the communities of the load. */
  ordinal: number;
  users: number;
}

/**
 * How the ten thousand users of one block are spread over communities; tenants differ in size. The smallest come
 * first: there is something to write early, and a large one is decided while others are written.
 */
const patterns: readonly (readonly number[])[] = [
  [0.0625, 0.0625, 0.125, 0.25, 0.5],
  [0.05, 0.15, 0.8],
  [0.33, 0.33, 0.34],
  [1],
];

/**
 * The communities of a load. Whole blocks of ten thousand users, so that a load of scale 3 begins with the
 * communities of scale 2, and none is ever larger than one block: that bounds the memory of a worker at any scale.
 * @param scale tens of thousands of users; may be a fraction for small trials.
 */
export function communitiesOf(scale: number): LoadCommunity[] {
  const communities: LoadCommunity[] = [];
  let left = Math.max(20, Math.round(scale * USERS_PER_SCALE));
  for (let block = 0; left > 0; block += 1) {
    const users = Math.min(USERS_PER_SCALE, left);
    left -= users;
    let rest = users;
    for (const share of patterns[block % patterns.length]!) {
      const some = Math.min(rest, Math.max(20, Math.round(users * share)));
      if (some === 0) break;
      rest -= some;
      communities.push({ ordinal: communities.length, users: some });
    }
    if (rest > 0) communities.at(-1)!.users += rest;
  }
  return communities;
}
