import { AgoraError } from '@agora/core';

/** What a backup is encrypted with. */
export type BackupKey =
  /** Encrypts alone: whoever makes backups need not be able to read them. */
  | { readonly kind: 'recipient'; readonly text: string }
  | { readonly kind: 'identity'; readonly text: string }
  | { readonly kind: 'passphrase'; readonly text: string };

/**
 * Reads a key as it stands in a file or a variable: an identity or a recipient of age, or a passphrase. Comments and empty
 * lines of a file that age-keygen has written are passed over.
 * @throws AgoraError `backup.invalid_key`
 */
export function parseKey(text: string): BackupKey {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [first, ...others] = lines;
  if (first === undefined) throw invalid('It is empty.');
  if (others.length > 0) throw invalid('It has more than one line.');
  if (/^AGE-SECRET-KEY-(?:PQ-)?1/i.test(first)) return { kind: 'identity', text: first.toUpperCase() };
  if (/^age1[a-z0-9]+$/.test(first)) return { kind: 'recipient', text: first };
  if (first.length < 8) throw invalid('A passphrase has at least 8 characters.');
  return { kind: 'passphrase', text: first };
}

/** The text itself is left out on purpose. */
function invalid(why: string): AgoraError {
  return new AgoraError({
    code: 'backup.invalid_key',
    message: 'The key of the backup cannot be used.',
    why,
    fix: 'Give an identity (AGE-SECRET-KEY-1...), a recipient (age1..., which can only encrypt) or a passphrase, on one line.',
  });
}
