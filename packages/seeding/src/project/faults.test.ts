import { withTestRole } from '@agora/testkit';
import { describe, expect, test } from 'vitest';
import { ref, seedSet } from '../define/index.ts';
import { type SeedReport, validateProject } from './index.ts';
import { shop, useShop } from './project.fixture.ts';

const { query, seed, url } = await useShop();

describe('faulty seeds of a project', () => {
  test('are checked before anything is written, and all faults are told', async () => {
    const bad = shop({
      teams: seedSet({ table: 'taems', rows: [{ slug: 'x' }] }),
      users: seedSet({
        table: 'users',
        key: ['email'],
        rows: [
          { emial: 'x', email: 'a@x.org', role: 'admn', upper_name: 'X', settings: 1n },
          { email: 'a@x.org', tags: 5 },
        ],
      }),
    });
    await expect(seed(bad)).rejects.toMatchObject({
      code: 'seed.invalid',
      why: [
        'teams: there is no table "taems" in the database. Did you mean teams?',
        'users: public.users has no column "emial". Did you mean email?',
        'users: "upper_name" is computed by the database: no row gives it.',
        'users: row 1: "role" has no value "admn", but admin, member. Did you mean admin?.',
        'users: row 1: "settings" cannot be written as JSON.',
        'users: row 2: "tags" wants an array of text.',
      ].join('\n'),
    });
    const worse = shop({
      users: seedSet({
        table: 'users',
        key: ['email'],
        rows: [{ email: 'a@x.org' }, { email: 'a@x.org', team_id: ref('teams', 'toosl') }],
      }),
      invoices: seedSet({
        table: 'billing.invoices',
        key: ['number'],
        rows: [{ number: 1, user_id: ref('user', 'a') }],
      }),
    });
    await expect(seed(worse)).rejects.toMatchObject({
      why: 'invoices: key: number of billing.invoices has no unique constraint that an upsert can go by. Its keys: (user_id, number)',
    });
    const { invoices: _, ...rest } = worse.sets;
    const worst = {
      ...worse,
      sets: {
        ...rest,
        invoices: seedSet({ table: 'billing.invoices', rows: [{ number: 1, user_id: ref('user', 'a') }] }),
      },
    };
    await expect(seed(worst)).rejects.toMatchObject({
      why: expect.stringMatching(
        /no set "user" among those to seed. Did you mean users\?\nusers: rows 1 and 2 have one key[^]*refers to a row of "teams" that there is not: \["toosl"\][^]*no value for "lines"/,
      ) as unknown,
    });
    await expect(seed(shop(), { only: ['user'] })).rejects.toMatchObject({
      code: 'seed.unknown_entity',
      why: 'Did you mean users?',
    });
  });

  test('say whose function failed, and which role there is not', async () => {
    const failing = shop({
      users: seedSet({
        table: 'users',
        key: ['email'],
        rows: () => {
          throw new TypeError('no such template');
        },
      }),
    });
    await expect(seed(failing)).rejects.toMatchObject({
      code: 'seed.bad_file',
      why: expect.stringContaining('set "users" could not be made: TypeError: no such template') as unknown,
    });
    await expect(seed({ ...shop(), role: 'nobody at all' })).rejects.toMatchObject({
      code: expect.stringMatching(/^postgres\./) as unknown,
      message: expect.stringContaining('role "nobody at all" does not exist') as unknown,
    });
    const checks = { odd: { summary: 'x', find: () => Promise.reject(new TypeError('odd')) } };
    await expect(validateProject({ url: url(), seeds: { ...shop(), checks } })).rejects.toMatchObject({
      code: 'seed.bad_file',
    });
  });

  test('are whole or not at all: the set that the server refuses is named, and the others are undone', async () => {
    await query('ALTER TABLE billing.invoices ADD CHECK (number < 2)');
    const report = await seed(shop());
    expect(report.steps.map(({ set, outcome }) => `${set} ${outcome}`)).toEqual([
      'teams undone',
      'users undone',
      'invoices failed',
    ]);
    expect(report.error).toMatchObject({
      code: 'seed.refused',
      message: expect.stringContaining('The set "invoices" was not written') as unknown,
    });
    expect(await query('SELECT FROM users')).toEqual([]);
    await query('ALTER TABLE billing.invoices DROP CONSTRAINT invoices_number_check');
    await query(`CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER swallow BEFORE INSERT ON billing.invoices FOR EACH ROW EXECUTE FUNCTION swallow()`);
    expect((await seed(shop())).error).toMatchObject({ code: 'seed.verification_failed' });
  });

  test('stop when asked to, keep nothing, and wait for another run', async () => {
    const stop = new AbortController();
    await expect(seed(shop(), { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject(
      { code: 'seed.interrupted' },
    );
    expect(await query('SELECT FROM teams')).toEqual([]);
    const both = await Promise.all([seed(shop()), seed(shop())]);
    expect(both.filter(({ changed }) => changed)).toHaveLength(1);
  });

  test('need no more than the rights that they are given, and say which they lack', () =>
    withTestRole(url(), async (login) => {
      const asLogin = (): Promise<SeedReport> => seed(shop(), { url: login.url });
      expect((await asLogin()).error).toMatchObject({ code: 'seed.no_rights' });
      await query(`GRANT CREATE ON DATABASE "${new URL(url()).pathname.slice(1)}" TO "${login.name}";
        GRANT USAGE ON SCHEMA public, billing TO "${login.name}";
        GRANT ALL ON ALL TABLES IN SCHEMA public, billing TO "${login.name}";
        GRANT ALL ON ALL SEQUENCES IN SCHEMA public, billing TO "${login.name}"`);
      expect((await asLogin()).error).toBeUndefined();
    }));

  test('as a role of the project, also where a deploy has made the schema agora before', () =>
    withTestRole(url(), async (writer) => {
      await query(`CREATE SCHEMA agora;
          GRANT USAGE ON SCHEMA public, billing TO "${writer.name}";
          GRANT ALL ON ALL TABLES IN SCHEMA public, billing TO "${writer.name}";
          GRANT ALL ON ALL SEQUENCES IN SCHEMA public, billing TO "${writer.name}"`);
      expect((await seed({ ...shop(), role: writer.name })).error).toBeUndefined();
      await query('ALTER TABLE users ENABLE ROW LEVEL SECURITY');
      const checks = { named: { summary: 'x', sql: `SELECT FROM users WHERE name = ''` } };
      await expect(
        validateProject({ url: url(), seeds: { ...shop(), role: writer.name, checks } }),
      ).rejects.toMatchObject({
        code: 'seed.no_rights',
      });
    }));
});
