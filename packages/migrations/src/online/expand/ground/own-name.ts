import { createHash } from 'node:crypto';

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
  let cut = name;
  while (Buffer.byteLength(cut) > LONGEST - 9) cut = [...cut].slice(0, -1).join('');
  return `${cut}_${digest}`;
}
