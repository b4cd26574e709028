import { createHash } from 'node:crypto';
import { AgoraError } from '@agora/core';
import { seal, unseal } from '../key/cipher.ts';
import type { BackupKey } from '../key/key.ts';
import { damaged } from './damage.ts';
import { FORMAT_VERSION, type Manifest, type ManifestHead, manifestSchema } from './manifest.ts';

/** The manifest as a file: its head, which all can read, and the whole, plain or sealed. */
interface Stored extends ManifestHead {
  readonly manifest?: unknown;
  readonly sealed?: string;
  /** SHA-256 of the rest. */
  readonly checksum: string;
}

/** Writes the manifest as a file. @param key seals all but the head */
export async function renderManifest(manifest: Manifest, key: BackupKey | undefined): Promise<string> {
  const head = headOf(manifest, key !== undefined);
  const body =
    key === undefined
      ? { ...head, manifest }
      : { ...head, sealed: await seal(JSON.stringify(manifest), key) };
  return `${JSON.stringify({ ...body, checksum: checksum(body) }, undefined, 1)}\n`;
}

function headOf(manifest: Manifest, encrypted: boolean): ManifestHead {
  const { format, version, id, formerly, begun, completed, history } = manifest;
  const size = manifest.files.reduce((sum, file) => sum + file.size, 0);
  return {
    format,
    version,
    id,
    database: manifest.database.name,
    ...(formerly === undefined ? {} : { formerly }),
    begun,
    completed,
    history,
    size,
    encrypted,
  };
}

const checksum = (body: object): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');

/**
 * The head of a manifest.
 * @param location of the backup, for the error
 * @throws AgoraError `backup.damaged`, `backup.newer_format`
 */
export function readHead(text: string, location: string): ManifestHead {
  const { manifest: _manifest, sealed: _sealed, checksum: _checksum, ...head } = parse(text, location);
  return head;
}

/**
 * The whole manifest.
 * @throws AgoraError `backup.damaged`, `backup.newer_format`, `backup.key_needed`, `backup.wrong_key`
 */
export async function readManifest(
  text: string,
  location: string,
  key: BackupKey | undefined,
): Promise<Manifest> {
  const stored = parse(text, location);
  const parsed = manifestSchema.safeParse(await openBody(stored, location, key));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(location, [
      `manifest.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    ]);
  }
  const manifest = parsed.data;
  const { manifest: _manifest, sealed: _sealed, checksum: _checksum, ...head } = stored;
  if (JSON.stringify(headOf(manifest, stored.encrypted)) !== JSON.stringify(head))
    throw damaged(location, ['manifest.json: its head is that of another backup']);
  return manifest;
}

async function openBody(stored: Stored, location: string, key: BackupKey | undefined): Promise<unknown> {
  if (stored.sealed === undefined) return stored.manifest;
  if (key === undefined) {
    throw new AgoraError({
      code: 'backup.key_needed',
      message: `The backup ${location} is encrypted, and no key was given.`,
      why: 'It can be read only with the key that it was made with.',
      fix: 'Set AGORA_BACKUP_KEY, or name a file: --key-file <path>',
    });
  }
  return JSON.parse(await unseal(stored.sealed, key));
}

function parse(text: string, location: string): Stored {
  let stored: Stored;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it holds is checked below, by its checksum
    stored = JSON.parse(text) as Stored;
  } catch (error) {
    throw damaged(location, [`manifest.json: ${error instanceof Error ? error.message : String(error)}`]);
  }
  if (stored?.format !== 'agora-backup')
    throw damaged(location, ['manifest.json: it is not that of a backup']);
  if (typeof stored.version === 'number' && stored.version > FORMAT_VERSION) {
    throw new AgoraError({
      code: 'backup.newer_format',
      message: `The backup ${location} has format ${stored.version}; this program reads up to ${FORMAT_VERSION}.`,
      why: 'It was made by a newer version.',
      fix: 'Update agora, and try again.',
    });
  }
  const { checksum: said, ...body } = stored;
  if (said !== checksum(body)) throw damaged(location, ['manifest.json: it was changed, its checksum says']);
  return stored;
}
