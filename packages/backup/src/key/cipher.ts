import { AgoraError } from '@agora/core';
import { Readable } from 'node:stream';
import type { BackupKey } from './key.ts';

type Age = typeof import('age-encryption');

/** The library that encrypts, on demand: most projects keep their backups where nobody else reads. */
async function loadAge(): Promise<Age> {
  try {
    return await import('age-encryption');
  } catch (cause) {
    throw new AgoraError({
      code: 'backup.no_age',
      message: 'The package age-encryption, which encrypts backups, is not installed.',
      why: 'It is optional: only encrypted backups need it.',
      fix: 'npm install age-encryption',
      cause,
    });
  }
}

/** A fresh pair that the files of one backup are encrypted for: slow passphrases are then asked once, for the manifest. */
export async function makeFileKey(): Promise<string> {
  return (await loadAge()).generateX25519Identity();
}

/** Encrypts or decrypts the files of one backup, as streams. */
export interface FileCipher {
  encrypt(plain: Readable): Promise<Readable>;
  decrypt(sealed: Readable): Promise<Readable>;
}

/** @param identity by {@link makeFileKey} */
export async function fileCipher(identity: string): Promise<FileCipher> {
  const age = await loadAge();
  const encrypter = new age.Encrypter();
  encrypter.addRecipient(await age.identityToRecipient(identity));
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(identity);
  return {
    encrypt: async (plain) => Readable.fromWeb(await encrypter.encrypt(Readable.toWeb(plain))),
    decrypt: async (sealed) => Readable.fromWeb(await decrypter.decrypt(Readable.toWeb(sealed))),
  };
}

/** Seals a text: base64 of an age file. */
export async function seal(text: string, key: BackupKey): Promise<string> {
  const age = await loadAge();
  const encrypter = new age.Encrypter();
  try {
    if (key.kind === 'passphrase') encrypter.setPassphrase(key.text);
    else
      encrypter.addRecipient(key.kind === 'recipient' ? key.text : await age.identityToRecipient(key.text));
  } catch (cause) {
    throw broken(cause);
  }
  return Buffer.from(await encrypter.encrypt(text)).toString('base64');
}

/** @throws AgoraError `backup.wrong_key` where it is sealed for another, `backup.key_needed` for a recipient */
export async function unseal(sealed: string, key: BackupKey): Promise<string> {
  if (key.kind === 'recipient') {
    throw new AgoraError({
      code: 'backup.key_needed',
      message: 'The key that was given can only encrypt.',
      why: 'It is a recipient (age1...); reading a backup needs the identity that belongs to it.',
      fix: 'Give the identity (AGE-SECRET-KEY-1...).',
    });
  }
  const age = await loadAge();
  const decrypter = new age.Decrypter();
  try {
    if (key.kind === 'passphrase') decrypter.addPassphrase(key.text);
    else decrypter.addIdentity(key.text);
  } catch (cause) {
    throw broken(cause);
  }
  try {
    return await decrypter.decrypt(new Uint8Array(Buffer.from(sealed, 'base64')), 'text');
  } catch (cause) {
    throw new AgoraError({
      code: 'backup.wrong_key',
      message: 'The backup cannot be opened with this key.',
      why: `It was encrypted for another key, or its seal is damaged (${cause instanceof Error ? cause.message : String(cause)}).`,
      fix: 'Give the key that the backup was made with; where it is the right one, take another backup.',
      cause,
    });
  }
}

function broken(cause: unknown): AgoraError {
  return new AgoraError({
    code: 'backup.invalid_key',
    message: 'The key of the backup cannot be used.',
    why: 'It looks like a key of age and is none; perhaps a part of it is missing.',
    fix: 'Copy it once more, whole.',
    cause,
  });
}
