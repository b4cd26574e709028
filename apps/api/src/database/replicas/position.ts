/**
 * A place in the primary's log (https://www.postgresql.org/docs/current/datatype-pg-lsn.html), as `16/B374D848`: what is
 * before it has been written.
 */
export type Position = string;

/** Before everything. */
export const beginning: Position = '0/0';

/** Where nobody has come yet: for a write whose place could not be learnt. */
export const unreached: Position = 'FFFFFFFF/FFFFFFFF';

const form = /^[\dA-F]{1,8}\/[\dA-F]{1,8}$/i;

/** What a client sent, where it is one. */
export function readPosition(text: unknown): Position | undefined {
  return typeof text === 'string' && form.test(text) ? text : undefined;
}

/** As a number, to compare. */
export function placeOf(position: Position): bigint {
  const [high = '0', low = '0'] = position.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
