import { withConnection } from '@agora/postgres';
import { type CliRun, migratedTemplate, runProcess, useTestDatabase, withTestRole } from '@agora/testkit';
import { migrationsDirectory } from '@agora/db';
import { describe, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';

const database = useTestDatabase({ template: () => migratedTemplate(migrationsDirectory) });
const empty = useTestDatabase({ template: () => migratedTemplate(migrationsDirectory) });
const used = useTestDatabase({ template: () => migratedTemplate(migrationsDirectory) });
const foreign = useTestDatabase();
const cwd = import.meta.dirname;
const agora = (...words: string[]): Promise<CliRun> =>
  runAgora(words, { env: { DATABASE_URL: database.url } });
const name = (): string => new URL(database.url).pathname.slice(1);

describe('agora seed', () => {
  test('seeds, tells the status, validates, and removes what it made after the name of the database', async () => {
    expect((await agora('seed', '--only', 'users,channels', '--json')).json()).toMatchObject({
      changed: true,
    });
    expect(await agora('seed')).toMatchObject({ code: 0 });
    const again = await agora('seed');
    expect(again.stderr).toContain('Nothing to do');
    const status = await agora('seed', 'status', '--json');
    expect(status.code).toBe(0);
    expect(status.json()).toMatchObject({ load: null, gaps: [] });
    expect(await agora('seed', 'validate')).toMatchObject({ code: 0 });
    const unconfirmed = await agora('seed', '--reset');
    expect(unconfirmed).toMatchObject({ code: 1 });
    expect(unconfirmed.stderr).toContain(`--confirm ${name()}`);
    // What it proposes removes no more than was asked for.
    expect((await agora('seed', '--reset', '--only', 'comments')).stderr).toContain(
      '--only comments --confirm',
    );
    const removed = await agora('seed', '--reset', '--confirm', name());
    expect(removed.stderr).toMatch(/\d+ rows removed/);
    expect((await agora('seed', 'status')).stdout).toContain('No seed has been applied.');
  });

  test('a broken invariant exits 2 and names the row', async () => {
    await agora('seed');
    await withConnection(database.url, (client) =>
      client.query(`UPDATE users SET points = points + 1 WHERE username = 'bob'`),
    );
    const run = await agora('seed', 'validate', '--only', 'ledger-balance');
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/bob .*1201 points/);
    const json = await agora('seed', 'validate', '--only', 'ledger-balance', '--json');
    expect(json.code).toBe(2);
    expect(json.json()).toMatchObject({
      holds: false,
      invariants: [{ name: 'ledger-balance', offending: 1, rows: [{ row: 'bob' }] }],
    });
  });

  test('a load tells beforehand what it will take, and production refuses it', async () => {
    const estimate = await agora('seed', '--profile', 'load', '--scale', '3', '--dry-run', '--json');
    expect(estimate.json()).toMatchObject({
      users: 30_000,
      dryRun: true,
      steps: expect.arrayContaining([
        expect.objectContaining({ step: 'copy', outcome: 'planned' }),
      ]) as unknown,
    });
    const tenth = await agora('seed', '--profile', 'load', '--scale', '0.1', '--dry-run', '--json');
    expect(tenth.code).toBe(0);
    expect(await agora('seed', '--profile', 'load', '--scale', '0.001', '--dry-run')).toMatchObject({
      code: 64,
    });
    const plan = await agora('seed', '--profile', 'load', '--scale', '3', '--dry-run');
    expect(plan.stdout).toMatch(/step +rows[^]*copy 11 communities[^]*~[\d.]+M[^]*table +rows[^]*posts +\d+/);
    const refused = await runAgora(['seed', '--profile', 'load', '--dry-run', '--env', 'production'], {
      env: { DATABASE_URL: database.url },
    });
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('seed.not_allowed');
    for (const date of ['soon', '1', '2026-02-30', '99999-01-01', '1900-01-01']) {
      expect(await agora('seed', '--reference-date', date, '--dry-run')).toMatchObject({ code: 64 });
    }
    // Nor is a database asked for, and --reset is refused alike.
    const nowhere = { env: { DATABASE_URL: 'postgresql://127.0.0.1:1/nowhere' } };
    for (const words of [
      ['seed', '--only', 'users,coments'],
      ['seed', '--reset', '--only', 'coments'],
    ]) {
      const misspelt = await runAgora(words, nowhere);
      expect(misspelt).toMatchObject({ code: 64 });
      expect(misspelt.stderr).toContain('there is no seeded entity "coments"');
      expect(misspelt.stderr).toMatch(/Did you mean comments\b/);
      expect(misspelt.stderr).toMatch(
        /Use one of: communities, [^]*point_transactions[^]* moderation_entries\./,
      );
    }
    // A variable that was not set does not mean everything, least of all to a reset.
    for (const words of [
      ['seed', '--only', ''],
      ['seed', '--reset', '--only', ' , ', '--confirm', 'nowhere'],
      ['seed', 'validate', '--only', ''],
    ]) {
      const empty = await runAgora(words, nowhere);
      expect(empty).toMatchObject({ code: 64 });
      expect(empty.stderr).toContain('--only names nothing');
    }
    const unknown = await runAgora(['seed', 'validate', '--only', 'levels,thread'], nowhere);
    expect(unknown).toMatchObject({ code: 64 });
    expect(unknown.stderr).toMatch(/no invariant "thread"[^]*Did you mean threads\b/);
    const whole = await agora('seed', '--profile', 'load', '--only', 'users');
    expect(whole).toMatchObject({ code: 64 });
    expect(whole.stderr).toContain('A load is whole');
    // Not the demo in silence, which was not meant.
    const scaled = await agora('seed', '--scale', '3', '--dry-run');
    expect(scaled).toMatchObject({ code: 64 });
    expect(scaled.stderr).toContain('agora seed --profile load --scale 3');
    const few = await agora('seed', '--profile', 'tenants', '--dry-run');
    expect(few.stderr).toMatch(/would be seeded: about [\d.]+ MB, [\d.]+ m?s/);
    expect(few.stdout).toMatch(/posts +\d+ +to insert/);
  });
});

test('loads with the threads that were bundled, into an empty database and into one in use', async () => {
  // The command takes tens of thousands of users at least; what is built is what counts here.
  const program = `
    const { load } = await import('@agora/db/seed');
    const result = await load({ url: process.env.DATABASE_URL, environment: 'test', scale: 0.01, workers: 2 });
    console.log(JSON.stringify(result));`;
  await runAgora(['seed'], { env: { DATABASE_URL: used.url } });
  for (const { url } of [empty, used]) {
    const env = { DATABASE_URL: url };
    const made = await runProcess([process.execPath, '--input-type=module', '-e', program], { env, cwd });
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.json()).toMatchObject({
      changed: true,
      strategy: url === empty.url ? 'bare' : 'in place',
      rows: { users: 100 },
    });
    expect(await runAgora(['seed', 'validate'], { env })).toMatchObject({ code: 0 });
  }
});

test('says what is wrong with a database of another project, with a login without rights, with an unknown community', async () => {
  const misspelt = await agora('seed', 'validate', '--community', 'techcorp');
  expect(misspelt).toMatchObject({ code: 1 });
  expect(misspelt.stderr).toContain('[seed.unknown_community]');

  await withTestRole(database.url, async (stranger) => {
    for (const words of [
      ['seed'],
      ['seed', 'status'],
      ['seed', 'validate'],
      ['seed', '--reset', '--confirm', name()],
    ]) {
      const run = await runAgora(words, { env: { DATABASE_URL: stranger.url } });
      expect(run).toMatchObject({ code: 1 });
      expect(run.stderr).toContain('[seed.no_rights]');
      expect(run.stderr).toContain(`GRANT agora_loader TO "${stranger.name}"`);
    }
  });

  await withConnection(foreign.url, (client) => client.query('CREATE TABLE posts (id serial, name text)'));
  for (const words of [['seed'], ['seed', 'status'], ['seed', 'validate']]) {
    const run = await runAgora(words, { env: { DATABASE_URL: foreign.url } });
    expect(run).toMatchObject({ code: 1 });
    expect(run.stderr).toContain('[seed.not_migrated]');
    expect(run.stderr).toContain('another project');
  }
});
