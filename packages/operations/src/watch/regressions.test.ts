import { once } from 'node:events';
import { createServer } from 'node:http';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { HttpRequest } from '@agora/core';
import { makeConfig } from '@agora/core/config';
import { proveHistory, readFolder } from '@agora/migrations';
import { type Client, clientConfig, makeClient, readTarget } from '@agora/postgres';
import { slowTests } from '@agora/testkit';
import { afterEach, expect, test } from 'vitest';

import { fixtureProject, type FixtureProject } from '../project.fixture.ts';
import type { WatchReport } from './watch-input.ts';
import { watchedDeploy } from './watched-deploy.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

const shop = {
  '1_shop': `CREATE TABLE items (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, price int NOT NULL, legacy text);
    INSERT INTO items (name, price) SELECT 'item ' || i, i % 800 FROM generate_series(1, 60000) AS s(i);
    CREATE INDEX items_name ON items (name);
    CREATE FUNCTION cheapest(wanted text) RETURNS int LANGUAGE sql STABLE AS $$ SELECT min(price) FROM items WHERE name = wanted $$;
    CREATE FUNCTION try_add(item text, cost int) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE made int; BEGIN
        INSERT INTO items (name, price) VALUES (item, cost) RETURNING id INTO made;
        DELETE FROM items WHERE id = made;
      END $$;
    CREATE VIEW offers AS SELECT name, price FROM items WHERE id < 50;
    ANALYZE items`,
};

/** What the application of the test does, by the path of a request. */
const pages: Readonly<Record<string, (turn: number) => readonly [string, ...unknown[]]>> = {
  '/search': (turn) => ['SELECT id, price FROM items WHERE name = $1', `item ${turn % 60000}`],
  '/legacy': (turn) => ['SELECT id, legacy FROM items WHERE id = $1', 1 + (turn % 60000)],
  '/cheapest': (turn) => ['SELECT cheapest($1)', `item ${turn % 60000}`],
  '/offers': () => ['SELECT * FROM offers'],
  '/try': (turn) => ['SELECT try_add($1, $2)', `new ${turn}`, (turn * 37) % 1000],
  '/add': (turn) => ['INSERT INTO items (name, price) VALUES ($1, $2)', `new ${turn}`, (turn * 37) % 1000],
};

/** A small application before a database: four connections, and 500 where a statement fails. */
async function serve(url: string): Promise<string> {
  const idle: Client[] = [];
  for (let count = 0; count < 4; count += 1) {
    const client = makeClient(
      clientConfig(readTarget(url), { application_name: 'shop', statement_timeout: 2000 }),
    );
    client.on('error', () => undefined);
    await client.connect();
    cleanups.push(() => client.end());
    idle.push(client);
  }
  const waiting: ((client: Client) => void)[] = [];
  let turn = 0;
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    const [sql, ...values] = page((turn += 1));
    const use = async (client: Client): Promise<void> => {
      const failed = await client.query(sql, values).then(
        () => false,
        () => true,
      );
      response.writeHead(failed ? 500 : 200).end();
      const next = waiting.shift();
      if (next === undefined) idle.push(client);
      else next(client);
    };
    const client = idle.pop();
    if (client === undefined) waiting.push((free) => void use(free));
    else void use(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

interface Regression {
  readonly up: string;
  readonly down: string;
  /** The requests that are timed. */
  readonly asks: readonly string[];
}

const regressions: Readonly<Record<string, Regression>> = {
  'a dropped index': {
    up: 'DROP INDEX items_name',
    down: 'CREATE INDEX items_name ON items (name)',
    asks: ['/search', '/legacy'],
  },
  'a CHECK that refuses some writes': {
    up: 'ALTER TABLE items ADD CONSTRAINT affordable CHECK (price < 800)',
    down: 'ALTER TABLE items DROP CONSTRAINT affordable',
    asks: ['/try', '/legacy'],
  },
  'a column that the application still reads': {
    up: 'ALTER TABLE items DROP COLUMN legacy',
    down: 'ALTER TABLE items ADD COLUMN legacy text',
    asks: ['/legacy', '/search'],
  },
  'a trigger that sleeps': {
    up: `CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.03); RETURN NEW; END $$;
      CREATE TRIGGER nap BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION nap()`,
    down: 'DROP TRIGGER nap ON items; DROP FUNCTION nap()',
    asks: ['/add', '/legacy'],
  },
  'a plan that flips': {
    up: 'ALTER FUNCTION cheapest(text) SET enable_indexscan = off; ALTER FUNCTION cheapest(text) SET enable_bitmapscan = off',
    down: 'ALTER FUNCTION cheapest(text) RESET ALL',
    asks: ['/cheapest', '/legacy'],
  },
  'a lock that stays': {
    up: `CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN LOCK TABLE items IN ACCESS EXCLUSIVE MODE; PERFORM pg_sleep(0.1); RETURN NEW; END $$;
      CREATE TRIGGER hold BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION hold()`,
    down: 'DROP TRIGGER hold ON items; DROP FUNCTION hold()',
    asks: ['/search', '/add'],
  },
  'a view that does more': {
    up: 'CREATE OR REPLACE VIEW offers AS SELECT name, price FROM items WHERE price + 0 = 7 ORDER BY md5(name)',
    down: 'CREATE OR REPLACE VIEW offers AS SELECT name, price FROM items WHERE id < 50',
    asks: ['/offers', '/legacy'],
  },
};

async function watch(project: FixtureProject, { up, down, asks }: Regression): Promise<WatchReport> {
  await project.write({ '2_change': up });
  await writeFile(path.join(project.directory, '2_change', 'down.sql'), down);
  const { migrations } = await readFolder(project.directory);
  await proveHistory(migrations, {
    directory: project.directory,
    adminUrl: project.url,
    select: ({ name }) => name === '2_change',
  });
  const at = await serve(project.url);
  const requests: HttpRequest[] = asks.map((page) => ({ name: page, url: `${at}${page}` }));
  const { url, directory, root } = project;
  return watchedDeploy({
    deploy: { url, directory, policy: { ...makeConfig({}).environments.development, lockTimeoutMs: 1000 } },
    settings: { for: 40_000, baseline: 20_000, rollback: 'automatic', application: 'unchanged', requests },
    project: { root, initSql: undefined, external: undefined },
    checks: path.join(root, 'checks'),
    env: {},
  });
}

const always = ['a dropped index'];
test.each(Object.entries(regressions).filter(([name]) => slowTests || always.includes(name)))(
  '%s is found and undone',
  async (_, regression) => {
    const project = await fixtureProject(shop);
    const report = await watch(project, regression);
    // What else went wrong would hide it.
    const failed = report.steps.filter(({ outcome }) => outcome === 'failed');
    expect(
      failed.flatMap(({ name, findings }) => [
        name,
        ...findings.map(({ message, why }) => `${message} ${why}`),
      ]),
    ).toEqual(['speed and errors', expect.anything()]);
    expect(report.judgement).toMatchObject({ verdict: 'worse' });
    expect(report).toMatchObject({ outcome: 'rolled back', decision: { action: 'back' } });
    const took = (name: string): number =>
      report.steps.find((step) => step.name === name)?.durationMs ?? Infinity;
    expect(took('speed and errors')).toBeLessThan(60_000);
    expect(took('way back')).toBeLessThan(30_000);
    const applied = await project.query(
      'SELECT migration_name FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    expect(applied).toEqual([{ migration_name: '1_shop' }]);
  },
  180_000,
);

test.runIf(slowTests)(
  'a change that does no harm is no regression',
  async () => {
    const project = await fixtureProject(shop);
    const report = await watch(project, {
      up: 'CREATE INDEX items_price ON items (price)',
      down: 'DROP INDEX items_price',
      asks: ['/search', '/legacy'],
    });
    expect(report.judgement?.verdict).not.toBe('worse');
    expect(await project.has('items_price')).toBe(true);
  },
  180_000,
);
