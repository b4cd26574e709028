import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { checkBackup } from './backup-evidence.ts';
import { loadAgoraConfig, parseAgoraConfig } from '@agora/core/config';

describe('proof of a backup', () => {
  const now = new Date('2026-01-02T00:00:00Z');
  const good = { database: 'forum', finishedAt: '2026-01-01T20:00:00Z', verifiedAt: '2026-01-01T20:30:00Z' };
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'agora backup '));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const check = async (evidence: unknown, settings: object = {}) => {
    await writeFile(path.join(folder, 'proof.json'), JSON.stringify(evidence));
    const config = parseAgoraConfig(
      { environments: { production: { backup: { file: 'proof.json', ...settings } } } },
      path.join(folder, 'agora.config.ts'),
    );
    return checkBackup(config.environments.production, 'forum', now);
  };

  test('accepts a recent, verified one of this database', async () => {
    expect(await check(good)).toMatchObject({ ok: true });
  });

  test.each([
    [{ ...good, database: 'other' }, 'not of "forum"'],
    [{ ...good, finishedAt: '2025-12-31T23:00:00Z' }, '25.0 hours old'],
    [{ ...good, verifiedAt: '2026-01-01T19:00:00Z' }, 'before it was complete'],
    [{ ...good, finishedAt: '2026-01-03T00:00:00Z' }, 'from the future'],
    [{ database: 'forum' }, 'finishedAt'],
  ])('refuses %j', async (evidence, why) => {
    expect(await check(evidence)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });

  test('names the settings when nothing says where the proof is, and runs a command', async () => {
    const unset = parseAgoraConfig({}).environments.production;
    expect(await checkBackup(unset, 'forum', now)).toMatchObject({
      ok: false,
      why: expect.stringContaining('environments.production.backup.file'),
    });
    const printing = {
      environments: {
        production: {
          backup: {
            command: [process.execPath, '-e', `console.log(${JSON.stringify(JSON.stringify(good))})`],
          },
        },
      },
    };
    expect(await checkBackup(parseAgoraConfig(printing).environments.production, 'forum', now)).toMatchObject(
      { ok: true },
    );
  });

  test('agora.config.mjs is found from below', async () => {
    await writeFile(
      path.join(folder, 'agora.config.mjs'),
      'export default { migrations: { forgotten: ["x"] } };',
    );
    expect(await loadAgoraConfig(path.join(folder, 'a', 'b'))).toMatchObject({ forgotten: ['x'] });
  });
});
