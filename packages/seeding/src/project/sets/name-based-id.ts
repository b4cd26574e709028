import { createHash } from 'node:crypto';
import { formatUuid } from '../../random/index.ts';
import type { MadeBy } from '../names/model-names.ts';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** An id in the form that Prisma's client makes, from a name instead of chance: the same name gives the same id. */
export function nameBasedId(made: MadeBy, name: string): string {
  if (made === 'uuid') return nameBasedUuid(name);
  const digest = createHash('sha256').update(name).digest();
  const text = Array.from({ length: 26 }, (_, index) => DIGITS[digest[index]! % 36]).join('');
  if (made === 'cuid') return `c${text.slice(0, 24)}`;
  if (made === 'nanoid') return text.slice(0, 21);
  // Crockford's alphabet has neither I, L, O nor U, and its first character holds three bits.
  return `0${text
    .slice(0, 25)
    .toUpperCase()
    .replaceAll(/[ILOU]/g, 'X')}`;
}

/** A uuid of version 5 (RFC 9562, 5.5), in a name space of seeds. */
export function nameBasedUuid(name: string): string {
  const bytes = new Uint8Array(createHash('sha1').update(`agora seeds/${name}`).digest()).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return formatUuid(bytes);
}
