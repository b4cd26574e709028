import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Client, clientConfig, makeClient, readTarget } from '@agora/postgres';

/** The first migration of the shop; its application works as a role that owns nothing. */
export const shopSql = (role: string): string => `
  CREATE TABLE items (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, price int NOT NULL,
    code int NOT NULL, note text, legacy text);
  INSERT INTO items (name, price, code, note) SELECT 'item ' || i, i % 800, i, 'n' FROM generate_series(1, 60000) AS s(i);
  CREATE INDEX items_name ON items (name);
  CREATE INDEX items_code ON items (code);
  CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item int NOT NULL, owner text NOT NULL DEFAULT 'me');
  INSERT INTO orders (item) SELECT i FROM generate_series(1, 60000) AS s(i);
  CREATE INDEX orders_item ON orders (item);
  CREATE TABLE visits (day int PRIMARY KEY, seen int NOT NULL);
  INSERT INTO visits VALUES (1, 0);
  CREATE TABLE events (at int NOT NULL, what text) PARTITION BY RANGE (at);
  CREATE TABLE events_first PARTITION OF events FOR VALUES FROM (0) TO (1000);
  CREATE FUNCTION cheapest(wanted text) RETURNS int LANGUAGE sql STABLE AS $$ SELECT min(price) FROM items WHERE name = wanted $$;
  CREATE FUNCTION wanted() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 'item 777'; END $$;
  CREATE FUNCTION try_add(item text, cost int, said text) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE made int; BEGIN
      INSERT INTO items (name, price, code, note) VALUES (item, cost, 0, said) RETURNING id INTO made;
      DELETE FROM items WHERE id = made;
    END $$;
  CREATE VIEW offers AS SELECT id, price FROM items WHERE id < 50;
  GRANT SELECT, INSERT, UPDATE, DELETE ON items, orders, visits, events, offers TO ${role};
  ANALYZE items, orders`;

interface Asked {
  readonly sql: string;
  readonly values?: readonly unknown[];
  /** Milliseconds that the statement may take; 2,000 unless given. */
  readonly within?: number;
  /** Whether the application can use what it got. */
  readonly isGood?: (rows: readonly Record<string, unknown>[]) => boolean;
}

const SOME = 60_000;

/** What the application asks, by the path of a request. */
const pages = {
  '/search': (turn) => ({
    sql: 'SELECT id, price FROM items WHERE name = $1::text',
    values: [`item ${turn % SOME}`],
  }),
  '/code': (turn) => ({ sql: 'SELECT id FROM items WHERE code = $1::int', values: [turn % SOME] }),
  '/orders': (turn) => ({ sql: 'SELECT id FROM orders WHERE item = $1', values: [turn % SOME] }),
  '/mine': (turn) => ({
    sql: `SELECT id FROM orders WHERE item = $1 AND owner = 'me'`,
    values: [1 + (turn % SOME)],
    isGood: (rows) => rows.length === 1,
  }),
  '/legacy': (turn) => ({ sql: 'SELECT id, legacy FROM items WHERE id = $1', values: [1 + (turn % SOME)] }),
  '/cheapest': (turn) => ({
    sql: 'SELECT cheapest($1) AS price',
    values: [`item ${1 + (turn % SOME)}`],
    isGood: ([row]) => typeof row?.['price'] === 'number',
  }),
  '/wanted': () => ({ sql: 'SELECT id FROM items WHERE name = wanted()' }),
  '/offers': () => ({ sql: 'SELECT * FROM offers' }),
  '/brief': () => ({ sql: 'SELECT * FROM offers', within: 100 }),
  '/total': () => ({ sql: 'SELECT sum(price) FROM items' }),
  '/try': (turn) => ({
    sql: 'SELECT try_add($1, $2, $3)',
    values: [`new ${turn}`, (turn * 37) % 1000, turn % 4 === 0 ? null : 'n'],
  }),
  '/add': (turn) => ({
    sql: `INSERT INTO items (name, price, code, note) VALUES ($1, $2, 0, 'n')`,
    values: [`new ${turn}`, (turn * 37) % 800],
  }),
  '/visit': () => ({ sql: 'UPDATE visits SET seen = seen + 1 WHERE day = 1' }),
} satisfies Readonly<Record<string, (turn: number) => Asked>>;

/** Whether the process runs, which asks no database. */
export const ALIVE = '/alive';

/** A page of the application. */
export type ShopPage = keyof typeof pages;
const isPage = (path: string): path is ShopPage => Object.hasOwn(pages, path);

const CONNECTIONS = 4;
/** Clients that ask for pages all the time, and how long each rests in between, in milliseconds. */
const LOAD = { clients: 3, rest: 40 } as const;

/** The shop, served and under load until it is closed. */
export interface Shop {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a small application before a database: a few connections, and 500 where a statement fails or its result is
 * nothing to work with.
 */
export async function openShop(databaseUrl: string): Promise<Shop> {
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(databaseUrl)));
  const idle = [...clients];
  const waiting: ((client: Client) => void)[] = [];
  let turn = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (!isPage(path)) {
      response.writeHead(path === ALIVE ? 200 : 404).end();
      return;
    }
    const page: (at: number) => Asked = pages[path];
    const asked = page((turn += 1));
    const use = async (client: Client): Promise<void> => {
      const isAnswered = await answer(client, asked);
      response.writeHead(isAnswered ? 200 : 500).end();
      const next = waiting.shift();
      if (next === undefined) idle.push(client);
      else next(client);
    };
    const client = idle.pop();
    if (client === undefined) waiting.push((free) => void use(free));
    else void use(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const stop = new AbortController();
  const load = Promise.all(Array.from({ length: LOAD.clients }, (_, at) => ask(url, at, stop.signal)));
  return {
    url,
    async close() {
      stop.abort();
      await load;
      server.closeAllConnections();
      server.close();
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

async function connect(url: string): Promise<Client> {
  const client = makeClient(
    clientConfig(readTarget(url), { application_name: 'shop', statement_timeout: 2000 }),
  );
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function answer(client: Client, { sql, values = [], within, isGood }: Asked): Promise<boolean> {
  try {
    if (within !== undefined) await client.query(`BEGIN; SET LOCAL statement_timeout = ${within}`);
    const { rows } = await client.query<Record<string, unknown>>(sql, [...values]);
    return isGood?.(rows) ?? true;
  } catch {
    return false;
  } finally {
    if (within !== undefined) await client.query('ROLLBACK').catch(() => undefined);
  }
}

/** One visitor, who walks through all pages but the one that adds for good. */
async function ask(url: string, from: number, signal: AbortSignal): Promise<void> {
  const paths = Object.keys(pages).filter((path) => path !== '/add');
  for (let at = from; !signal.aborted; at += 1) {
    await fetch(`${url}${paths[at % paths.length]}`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
    })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
    await sleep(LOAD.rest, undefined, { signal }).catch(() => undefined);
  }
}
