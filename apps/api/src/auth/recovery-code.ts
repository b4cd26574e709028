import { createHash, randomInt } from 'node:crypto';

/** How many a person has. */
export const recoveryCodeCount = 10;
/** Base32 as RFC 4648 has it, in lower case: no 0, 1 or 8 that could be read as a letter. */
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const length = 16;

/** Sixteen letters of five random bits each, in groups that can be typed. */
export function makeRecoveryCode(): string {
  const code = Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

/** SHA-256 of a code, however it was typed: 80 random bits need no slow hash. */
export function hashRecoveryCode(code: string): Uint8Array<ArrayBuffer> {
  const typed = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return Uint8Array.from(createHash('sha256').update(typed).digest());
}
