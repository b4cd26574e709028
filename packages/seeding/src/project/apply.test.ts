import { describe, expect, test } from 'vitest';
import { ref, seedSet } from '../define/index.ts';
import { projectSeedStatus, resetProject } from './index.ts';
import { outcomes, shop, useShop, users } from './project.fixture.ts';

const { options, query, seed } = await useShop();

const invoice = (number: number): ReturnType<typeof ref> =>
  ref('invoices', { user_id: ref('users', 'ada@x.org'), number });

describe('seeds of a project', () => {
  test('are written in the order of what they need, with values of every type, once', async () => {
    const planned = await seed(shop(), { dryRun: true });
    expect(planned.steps.map(({ set, outcome }) => `${set} ${outcome}`)).toEqual([
      'teams planned',
      'users planned',
      'invoices planned',
    ]);
    expect(await query(`SELECT to_regnamespace('agora') IS NULL AS none`)).toEqual([{ none: true }]);
    expect(outcomes(await seed(shop()))).toEqual([
      'teams inserted done 3 0',
      'users inserted done 2 0',
      'invoices inserted done 2 0',
    ]);
    expect(
      await query(
        `SELECT u.name, role::text, t.slug, settings, tags, born::text, seen, avatar, balance, large, upper_name FROM users u
           LEFT JOIN teams t ON t.id = team_id ORDER BY email`,
      ),
    ).toEqual([
      {
        name: 'Ada',
        role: 'admin',
        slug: 'tools',
        settings: { theme: 'dark', sizes: [1, 2] },
        tags: ['a b', 'c"d', null],
        born: '1990-02-03',
        seen: new Date('2026-01-02T03:04:05Z'),
        avatar: Buffer.from([1, 255]),
        balance: '12.50',
        large: '9007199254740993',
        upper_name: 'ADA',
      },
      expect.objectContaining({ name: 'Bob', role: 'member', slug: null, settings: 'a text', tags: null }),
    ]);
    expect(
      await query(
        'SELECT c.slug, p.slug AS parent FROM teams c LEFT JOIN teams p ON p.id = c.parent_id ORDER BY 1',
      ),
    ).toEqual([
      { slug: 'all', parent: null },
      { slug: 'hammers', parent: 'tools' },
      { slug: 'tools', parent: 'all' },
    ]);
    const again = await seed(shop());
    expect(again.changed).toBe(false);
    expect(outcomes(again)).toEqual([
      'teams unchanged unchanged 0 0',
      'users unchanged unchanged 0 0',
      'invoices unchanged unchanged 0 0',
    ]);
  });

  test('write what has changed, leave the columns that they do not give, and take away what they no longer have', async () => {
    await seed(shop());
    await query(`UPDATE users SET name = 'Robert', tags = '{own}' WHERE email = 'bob@x.org'`);
    const changed = shop({
      users: seedSet({
        table: 'users',
        key: ['email'],
        rows: [
          users[0]!,
          { email: 'bob@x.org', name: 'Bobby' },
          { email: 'eve@x.org', team_id: ref('teams', 'all') },
        ],
      }),
      teams: seedSet({ table: 'teams', key: ['slug'], rows: [{ slug: 'tools' }, { slug: 'all' }] }),
    });
    const { sets: status } = await projectSeedStatus(options(changed));
    expect(status.map(({ set, state }) => `${set} ${state}`)).toEqual([
      'teams changed',
      'users changed',
      'invoices applied',
    ]);
    expect(outcomes(await seed(changed))).toEqual([
      'teams updated done 0 1',
      'users updated done 2 0',
      'invoices unchanged unchanged 0 0',
    ]);
    expect(await query(`SELECT name, tags FROM users WHERE email <> 'ada@x.org' ORDER BY email`)).toEqual([
      { name: 'Bobby', tags: ['own'] },
      { name: 'nobody', tags: null },
    ]);
    expect(await query('SELECT slug FROM teams ORDER BY 1')).toEqual([{ slug: 'all' }, { slug: 'tools' }]);
  });

  test('are taken back, and only they: what was there before stays, and what depends on them stops it', async () => {
    await query(`INSERT INTO users (email, name) VALUES ('bob@x.org', 'Own'), ('own@x.org', 'Own')`);
    await seed(shop());
    expect(await query(`SELECT name FROM users WHERE email = 'bob@x.org'`)).toEqual([{ name: 'Bob' }]);
    await query(`INSERT INTO notes (user_id, text) SELECT id, 'mine' FROM users WHERE email = 'ada@x.org'`);
    const refusal = { code: 'seed.own_rows', why: 'notes: {1}' };
    await expect(resetProject(options(shop()))).rejects.toMatchObject(refusal);
    const without = shop({
      users: seedSet({ table: 'users', key: ['email'], rows: [users[1]!] }),
      invoices: seedSet({ table: 'billing.invoices', rows: [{ user_id: 7, number: 1, lines: [] }] }),
    });
    expect((await seed(without)).error).toMatchObject(refusal);
    await query('DELETE FROM notes');
    const planned = await resetProject(options(shop(), { dryRun: true, only: ['users'] }));
    expect(planned.steps.map(({ set, rows, outcome }) => `${set} ${rows} ${outcome}`)).toEqual([
      'invoices 2 planned',
      'users 1 planned',
    ]);
    const removed = await resetProject(options(shop()));
    expect(removed.steps.map(({ set, rows }) => `${set} ${rows}`)).toEqual([
      'invoices 2',
      'users 1',
      'teams 3',
    ]);
    expect(await query('SELECT email FROM users ORDER BY 1')).toEqual([
      { email: 'bob@x.org' },
      { email: 'own@x.org' },
    ]);
    expect(await query('SELECT FROM agora.seed_versions')).toEqual([]);
  });

  test('refer to rows whose own key holds a reference', async () => {
    await query(
      'CREATE TABLE payments (code text PRIMARY KEY, user_id bigint, number int, FOREIGN KEY (user_id, number) REFERENCES billing.invoices)',
    );
    const paid = shop({
      payments: seedSet({
        table: 'payments',
        rows: [{ code: 'p', user_id: invoice(2), number: invoice(2) }],
      }),
    });
    const seeds = { ...paid, profiles: { all: { sets: ['payments'] } } };
    expect(outcomes(await seed(seeds)).at(-1)).toBe('payments inserted done 1 0');
    expect(
      await query("SELECT number, user_id = (SELECT id FROM users WHERE name = 'Ada') AS hers FROM payments"),
    ).toEqual([{ number: 2, hers: true }]);
    expect((await seed(seeds)).changed).toBe(false);
  });

  test('move sequences on, and know a database that was emptied', async () => {
    const numbered = shop({
      teams: seedSet({ table: 'teams', key: ['slug'], rows: [{ id: 5, slug: 'tools' }] }),
    });
    await seed(numbered, { profile: 'teams' });
    expect(await query(`INSERT INTO teams (slug) VALUES ('next') RETURNING id`)).toEqual([{ id: 6 }]);
    await query('TRUNCATE teams CASCADE');
    expect(outcomes(await seed(numbered, { profile: 'teams' }))).toEqual(['teams inserted done 1 0']);
  });
});
