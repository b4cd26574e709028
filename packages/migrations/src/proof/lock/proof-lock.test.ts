import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { testServerUrl } from '@agora/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import { proveHistory, type ProveOptions } from '../verify/prove-history.ts';
import type { MigrationReport } from '../verify/findings.ts';
import { type ProofGround, readGround } from './proof-ground.ts';
import { proofKeys } from './proof-keys.ts';

const migration = (name: string, up: string, down?: string): Migration => ({
  name,
  directory: `/x/${name}`,
  up: makeScript(`/x/${name}/migration.sql`, up),
  ...(down === undefined ? {} : { down: makeScript(`/x/${name}/down.sql`, down) }),
});

const USERS = migration('1_users', 'CREATE TABLE users (\nid int PRIMARY KEY)', 'DROP TABLE users');
const EMAIL = migration('2_email', 'ALTER TABLE users ADD email text', 'ALTER TABLE users DROP email');
const AGE = migration('3_age', 'ALTER TABLE users ADD age int', 'ALTER TABLE users DROP age');
const HISTORY = [USERS, EMAIL, AGE];

let directory = '';
const lockFile = (): string => path.join(directory, 'agora.lock');

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'agora lock '));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function prove(
  history: readonly Migration[],
  options: Partial<ProveOptions> = {},
): Promise<readonly MigrationReport[]> {
  return proveHistory(history, { adminUrl: await testServerUrl(), directory, ...options });
}

const anew = (reports: readonly MigrationReport[]): readonly string[] =>
  reports.filter(({ remembered }) => remembered !== true).map((report) => report.migration);

describe('what a proof depends on', () => {
  const ground: ProofGround = {
    postgres: 18,
    superuser: false,
    roles: new Map(),
    extensions: new Map(),
    schema: 'public',
    initSql: '',
  };
  const keys = (history: readonly Migration[], more: Partial<ProofGround> = {}): readonly string[] => [
    ...proofKeys(history, { ...ground, ...more }).values(),
  ];
  const changed = (history: readonly Migration[], more: Partial<ProofGround> = {}): readonly boolean[] =>
    keys(history, more).map((key, index) => key !== keys(HISTORY)[index]);

  it('is both scripts and every migration before', () => {
    const otherDown = { ...EMAIL, down: makeScript('down.sql', 'ALTER TABLE users DROP email CASCADE') };
    expect(changed([USERS, otherDown, AGE])).toEqual([false, true, false]);
    const otherUp = { ...EMAIL, up: makeScript('migration.sql', 'ALTER TABLE users ADD email varchar') };
    expect(changed([USERS, otherUp, AGE])).toEqual([false, true, true]);
  });

  it('is the server, the schema and what is there before the first', () => {
    for (const more of [
      { postgres: 17 },
      { superuser: true },
      { schema: 'app' },
      { initSql: 'CREATE SCHEMA auth' },
    ])
      expect(changed(HISTORY, more)).toEqual([true, true, true]);
  });

  it('is the extensions that the history has installed by then', () => {
    const history = [USERS, migration('2', 'CREATE EXTENSION IF NOT EXISTS "pg_trgm"', ''), AGE];
    const at = (version: string): readonly string[] =>
      keys(history, { extensions: new Map([['pg_trgm', version]]) });
    expect(at('1.5').map((key, index) => key === at('1.6')[index])).toEqual([true, false, false]);
  });

  it('is the roles of the server that the history names by then, and not those that it makes', () => {
    const history = [
      USERS,
      migration('2', 'GRANT SELECT ON users TO reader', 'REVOKE SELECT ON users FROM reader'),
      migration('3', `DO $$ BEGIN CREATE ROLE writer; END $$`, 'DROP ROLE writer'),
    ];
    const at = (...roles: [string, string][]): readonly string[] => keys(history, { roles: new Map(roles) });
    const same = (roles: [string, string][]): readonly boolean[] =>
      at(...roles).map((key, index) => key === at()[index]);
    expect(same([['reader', '(f)']])).toEqual([true, false, false]);
    expect(
      same([
        ['writer', '(f)'],
        ['somebody', '(f)'],
      ]),
    ).toEqual([true, true, true]);
    expect(at(['reader', '(f)'])).not.toEqual(at(['reader', '(t)']));
    const guarded = `DO $$ BEGIN EXECUTE format('CREATE ROLE %I', 'keeper'); END $$`;
    const keeping = [migration('1', guarded, 'DROP ROLE keeper'), migration('2', 'GRANT keeper TO USER', '')];
    const there = keys(keeping, { roles: new Map([['keeper', '(f)']]) });
    expect(there).toEqual(keys(keeping));
  });

  it('is not the line ends that git may have rewritten', () => {
    const crlf = { ...USERS, up: makeScript('migration.sql', USERS.up.raw.replaceAll('\n', '\r\n')) };
    expect(changed([crlf, EMAIL, AGE])).toEqual([false, false, false]);
  });
});

describe('agora.lock', { timeout: 120_000 }, () => {
  it('has a sorted line for each proof, and the next run proves none of them again', async () => {
    const first = await prove(HISTORY);
    expect(anew(first)).toEqual(['1_users', '2_email', '3_age']);
    const text = await readFile(lockFile(), 'utf8');
    const lines = text.split('\n').filter((line) => line.startsWith('{'));
    expect(lines).toHaveLength(3);
    expect(lines).toEqual(lines.toSorted());
    const second = await prove(HISTORY);
    expect(anew(second)).toEqual([]);
    expect(second.map(({ outcome, lost }) => ({ outcome, lost }))).toEqual(
      first.map(({ outcome, lost }) => ({ outcome, lost })),
    );
    expect(await readFile(lockFile(), 'utf8')).toBe(text);
  });

  it('does not say where the project lies', async () => {
    const checked = {
      name: '2_checked',
      directory: path.join(directory, '2_checked'),
      up: makeScript(
        path.join(directory, '2_checked', 'migration.sql'),
        'ALTER TABLE users ADD CHECK (id < 0)',
      ),
      down: makeScript('down.sql', 'ALTER TABLE users DROP CONSTRAINT users_id_check'),
    };
    const [, report] = await prove([USERS, checked]);
    expect(report?.notes.join()).toContain(directory);
    const text = await readFile(lockFile(), 'utf8');
    expect(text).toContain('2_checked/migration.sql:1');
    expect(text).not.toContain(directory);
  });

  it('survives a merge with its marks, and forgets migrations that are gone', async () => {
    await prove(HISTORY);
    const [header, one, two, three] = (await readFile(lockFile(), 'utf8')).split('\n');
    await writeFile(
      lockFile(),
      [header, '<<<<<<< HEAD', two, '=======', one, '>>>>>>> theirs', three, '{"migration":'].join('\r\n'),
    );
    expect(anew(await prove(HISTORY))).toEqual([]);
    const other = migration('4_name', 'ALTER TABLE users ADD name text', 'ALTER TABLE users DROP name');
    expect(anew(await prove([USERS, EMAIL, other]))).toEqual(['4_name']);
    const merged = await readFile(lockFile(), 'utf8');
    expect(merged).not.toContain('<<<<');
    expect(merged).not.toContain('3_age');
  });

  it('is not believed when nothing is to be trusted: a forged line goes', async () => {
    const broken = migration('2_email', EMAIL.up.raw, 'SELECT 1');
    await prove([USERS, EMAIL]);
    const honest = await readFile(lockFile(), 'utf8');
    const real = await readGround({ adminUrl: await testServerUrl() });
    const forge = (text: string): string =>
      text.replace(
        proofKeys([USERS, EMAIL], real).get('2_email') ?? '',
        proofKeys([USERS, broken], real).get('2_email') ?? '',
      );
    await writeFile(lockFile(), forge(honest));
    expect(forge(honest)).not.toBe(honest);
    expect((await prove([USERS, broken])).at(-1)).toMatchObject({ outcome: 'proven', remembered: true });
    expect((await prove([USERS, broken], { trust: 'none' })).at(-1)).toMatchObject({ outcome: 'failed' });
    expect(await readFile(lockFile(), 'utf8')).not.toContain('2_email');
  });

  it('lets a run that was stopped go on where it was', async () => {
    const stop = new AbortController();
    const stopped = prove(HISTORY, {
      signal: stop.signal,
      onMigration: (_, place) => {
        if (place === 2) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'migrations.interrupted' });
    expect(anew(await prove(HISTORY))).toEqual(['3_age']);
  });

  it('remembers the way back that was generated', async () => {
    const [made] = await prove([migration('1_users', USERS.up.raw)], { generate: () => true });
    const down = makeScript('down.sql', made?.generated?.raw ?? '');
    const remembered = await prove([{ ...USERS, down }]);
    expect(remembered).toMatchObject([{ outcome: 'proven', remembered: true }]);
  });

  it('says once that it cannot be written, and proofs go on', async () => {
    const messages: string[] = [];
    const gone = path.join(directory, 'gone');
    const options = { directory: gone, onUnwritable: (message: string) => void messages.push(message) };
    expect(anew(await prove(HISTORY, options))).toHaveLength(3);
    expect(messages).toEqual([expect.stringContaining('agora.lock cannot be written')]);
  });

  it('that cannot be read is named', async () => {
    await mkdir(lockFile());
    await expect(prove([USERS])).rejects.toMatchObject({
      code: 'migrations.folder_unreadable',
      message: expect.stringContaining('agora.lock'),
    });
  });
});
