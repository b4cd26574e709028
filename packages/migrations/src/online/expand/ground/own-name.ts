import { createHash } from 'node:crypto';

import { cutName } from '../../../script/model/cut-names.ts';

/** PostgreSQL cuts longer names. */
const LONGEST = 63;

/**
 * A name of ours, such as `agora_users_name_in`: readable, and cut to what PostgreSQL keeps without losing what tells it
 * from others.
 */
export function ownName(...parts: readonly string[]): string {
  const name = parts.join('_');
  if (Buffer.byteLength(name) <= LONGEST) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${cutName(name, LONGEST - 9)}_${digest}`;
}
