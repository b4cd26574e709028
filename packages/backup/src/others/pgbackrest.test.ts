import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pgBackRestProof, readPgBackRestInfo } from './pgbackrest.ts';

const now = new Date('2026-11-30T04:00:00Z');
const shop = { stanza: 'main', database: 'shop' };

/** As pgBackRest 2 prints it, without what is not read. */
const info = (backup: readonly object[], status: object = { code: 0, message: 'ok' }): string =>
  JSON.stringify([{ name: 'main', status, cipher: 'none', db: [{ id: 1, version: '15' }], backup }]);
const one = (label: string, stop: number, error: boolean | null = false): object => ({
  label,
  type: 'full',
  error,
  database: { id: 1, 'repo-key': 1 },
  timestamp: { start: stop - 60, stop },
});

test('the newest backup of a stanza is the proof', () => {
  const text = info([one('20261129-030000F', 1_764_000_000), one('20261130-030000F', 1_764_086_400, null)]);
  expect(readPgBackRestInfo(text, shop, now)).toEqual({
    database: 'shop',
    finishedAt: '2025-11-25T16:00:00.000Z',
    verifiedAt: '2026-11-30T04:00:00.000Z',
    location: 'pgbackrest:main/20261130-030000F',
  });
});

test.each([
  ['no backup', info([]), 'It has no backup'],
  ['pages that are damaged', info([one('20261130-030000F', 1, true)]), 'checksum is wrong'],
  [
    'a state that is not good',
    info([one('x', 1)], { code: 2, message: 'no valid backups' }),
    'no valid backups',
  ],
  ['another stanza', '[]', 'no such stanza'],
  ['no JSON', 'ERROR: [055]', 'not understood'],
])('%s is none', (_name, text, why) => {
  expect(() => readPgBackRestInfo(text, shop, now)).toThrow(
    expect.objectContaining({ code: 'backup.others', why: expect.stringContaining(why) }),
  );
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora pgbackrest '));
});
afterAll(() => rm(folder, { recursive: true }));

test.skipIf(process.platform === 'win32')(
  'a repository that does not pass its verification is no proof',
  async () => {
    const program = path.join(folder, 'pgbackrest');
    const write = async (verify: string): Promise<void> => {
      await writeFile(
        program,
        `#!/bin/sh\ncase "$*" in\n*--stanza=main*verify*--output=text*) ${verify};;\n*--stanza=main*info*--output=json*) echo '${info([one('20261130-030000F', 1)])}';;\n*) exit 9;;\nesac\n`,
      );
      await chmod(program, 0o755);
    };
    await write(`printf 'stanza: main\\nstatus: ok\\n'`);
    expect(await pgBackRestProof({ ...shop, program })).toMatchObject({
      location: 'pgbackrest:main/20261130-030000F',
    });
    // As 2.45 says it: with 0.
    await write(`printf 'stanza: main\\nstatus: error\\n  checksum invalid: 1\\n'`);
    await expect(pgBackRestProof({ ...shop, program })).rejects.toMatchObject({
      why: expect.stringContaining('checksum invalid'),
    });
    await write(`echo 'ERROR: [102]: file invalid'; exit 102`);
    await expect(pgBackRestProof({ ...shop, program })).rejects.toMatchObject({
      why: expect.stringContaining('file invalid'),
    });
  },
);

test('without the program that is said', async () => {
  const missing = pgBackRestProof({ ...shop, program: path.join(folder, 'nothing') });
  await expect(missing).rejects.toMatchObject({
    code: 'backup.others',
    why: expect.stringContaining('ENOENT'),
  });
});
