import { createHash } from 'node:crypto';

import { cutName, NAME_BYTES } from '@agora/postgres';

/**
 * A name of ours, such as `agora_users_name_in`: readable, and cut to what PostgreSQL keeps without losing what tells it
 * from others.
 */
export function ownName(...parts: readonly string[]): string {
  const name = parts.join('_');
  if (Buffer.byteLength(name) <= NAME_BYTES) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${cutName(name, NAME_BYTES - 9)}_${digest}`;
}
