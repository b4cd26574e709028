import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isMissing, systemCode, undefinedIfMissing } from './system-code.ts';

test('what is not there is undefined, and what cannot be read is an error', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora-core-'));
  try {
    const file = path.join(folder, 'file');
    await writeFile(file, 'text');
    expect(await readFile(file, 'utf8').catch(undefinedIfMissing)).toBe('text');
    expect(await readFile(`${file}.none`).catch(undefinedIfMissing)).toBeUndefined();
    await expect(readdir(file).catch(undefinedIfMissing)).rejects.toThrow(/ENOTDIR/);
    await expect(readFile(folder).catch(undefinedIfMissing)).rejects.toThrow(/EISDIR/);
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(isMissing(new Error('ENOENT'))).toBe(false);
  expect(systemCode({ code: 'ENOENT' })).toBeUndefined();
});
