import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { packInto, readAll, textStream, unpack } from '../format/pack.ts';
import type { Manifest } from '../format/manifest.ts';
import { readManifest, renderManifest } from '../format/read-manifest.ts';
import { fileCipher } from '../key/cipher.ts';
import type { BackupKey } from '../key/key.ts';

/** A folder that is to be damaged, and others that damage can be taken from. */
export interface Patient {
  readonly folder: string;
  readonly key: BackupKey | undefined;
  /** A backup of another database. */
  readonly stranger: string;
  /** A later backup of the same database, of other rows. */
  readonly later: string;
}

type Harm = (patient: Patient) => Promise<void>;

const at = ({ folder }: Patient, file: string): string => path.join(folder, file);

/** Files by what they hold: `rows` is the file of the table `items`. */
async function fileOf(patient: Patient, what: string): Promise<string> {
  if (what === 'manifest') return 'manifest.json';
  const names = await readdir(patient.folder);
  if (what === 'structure' || what === 'catalog') return names.find((name) => name.startsWith(what))!;
  const { tables } = await manifestOf(patient);
  return tables.find(({ name }) => name === (what === 'rows' ? 'items' : what))!.file;
}

export async function manifestOf({ folder, key }: Pick<Patient, 'folder' | 'key'>): Promise<Manifest> {
  return readManifest(await readFile(path.join(folder, 'manifest.json'), 'utf8'), folder, key);
}

/** One bit, at a share of the file's length from 0 to 1. */
export const flip =
  (what: string, share: number): Harm =>
  async (patient) => {
    const file = at(patient, await fileOf(patient, what));
    const bytes = await readFile(file);
    const place = Math.min(bytes.length - 1, Math.floor(bytes.length * share));
    bytes[place]! ^= 1;
    await writeFile(file, bytes);
  };

export const cut =
  (what: string, left: (size: number) => number): Harm =>
  async (patient) => {
    const file = at(patient, await fileOf(patient, what));
    await truncate(file, left((await readFile(file)).length));
  };

export const lose =
  (what: string): Harm =>
  async (patient) =>
    rm(at(patient, await fileOf(patient, what)));

export const append =
  (what: string, text: string): Harm =>
  async (patient) => {
    const file = at(patient, await fileOf(patient, what));
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.from(text)]));
  };

export const add =
  (name: string): Harm =>
  (patient) =>
    writeFile(at(patient, name), 'not ours');

export const swap =
  (one: string, other: string): Harm =>
  async (patient) => {
    const [a, b] = [at(patient, await fileOf(patient, one)), at(patient, await fileOf(patient, other))];
    await rename(a, `${a}.swap`);
    await rename(b, a);
    await rename(`${a}.swap`, b);
  };

/** Takes a file from another backup, under the name that it has here. */
export const takeFrom =
  (whose: 'stranger' | 'later', what: string): Harm =>
  async (patient) => {
    const other = { ...patient, folder: patient[whose] };
    const from = await fileOf(other, what === 'rows' && whose === 'stranger' ? 'things' : what);
    await copyFile(path.join(other.folder, from), at(patient, await fileOf(patient, what)));
  };

/** Writes the manifest anew, with a checksum that fits. */
export const forge =
  (change: (manifest: Manifest) => void): Harm =>
  async (patient) => {
    const manifest = await manifestOf(patient);
    change(manifest);
    await writeFile(at(patient, 'manifest.json'), await renderManifest(manifest, patient.key));
  };

/** Changes the manifest's text, checksum left as it is. */
export const edit =
  (change: (text: string) => string): Harm =>
  async (patient) => {
    const file = at(patient, 'manifest.json');
    await writeFile(file, change(await readFile(file, 'utf8')));
  };

/** Makes sizes and hashes of files fit again. */
export const mend: Harm = async (patient) => {
  const seen = new Map<string, Buffer>();
  for (const name of await readdir(patient.folder)) seen.set(name, await readFile(at(patient, name)));
  await forge((manifest) => {
    for (const file of manifest.files) {
      const bytes = seen.get(file.name);
      if (bytes === undefined) continue;
      file.size = bytes.length;
      file.sha256 = createHash('sha256').update(bytes).digest('hex');
    }
  })(patient);
};

/** Changes what a file holds; sizes and hashes are made to fit. */
export const rewrite =
  (what: string, change: (text: string) => string): Harm =>
  async (patient) => {
    const manifest = await manifestOf(patient);
    const cipher = manifest.fileKey === undefined ? undefined : await fileCipher(manifest.fileKey);
    const file = at(patient, await fileOf(patient, what));
    const packing = { compression: manifest.compression, cipher };
    const text = change(await readAll(await unpack(Readable.from([await readFile(file)]), packing)));
    await packInto({ write: (_name, content) => writeFile(file, content) }, 'x', textStream(text), packing);
    await mend(patient);
  };

export const both =
  (...harms: readonly Harm[]): Harm =>
  async (patient) => {
    for (const harm of harms) await harm(patient);
  };

/** Lines of rows, changed. */
export const lines =
  (change: (rows: string[]) => string[]): ((text: string) => string) =>
  (text) =>
    change(text.split('\n').slice(0, -1))
      .map((line) => `${line}\n`)
      .join('');

/** A structure without the statements that fit. */
export const withoutStatement =
  (pattern: RegExp): ((text: string) => string) =>
  (text) => {
    const structure: { before: string[]; after: { sql: string }[] } = JSON.parse(text);
    return JSON.stringify({
      before: structure.before.filter((sql) => !pattern.test(sql)),
      after: structure.after.filter(({ sql }) => !pattern.test(sql)),
    });
  };
