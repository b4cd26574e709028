import type { ShopPage } from './shop.fixture.ts';

/** A migration that does harm, and its way back. */
export interface Regression {
  readonly kind: string;
  readonly name: string;
  /** @param role that the application works as */
  readonly up: (role: string) => string;
  readonly down: (role: string) => string;
  /** The requests that are timed: one that is hit and one that need not be. */
  readonly asks: readonly [ShopPage, ShopPage];
}

const fixed = (sql: string) => (): string => sql;
const trigger = (name: string, body: string): string =>
  `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; RETURN NEW; END $$;
   CREATE TRIGGER ${name} BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION ${name}()`;
const noTrigger = (name: string): string => `DROP TRIGGER ${name} ON items; DROP FUNCTION ${name}()`;
const cheapest = 'SELECT min(price) FROM items WHERE name = wanted';

/** What is planted: kind, name, the way forward, the way back, and what is timed. */
const rows: readonly (readonly [string, string, Regression['up'], Regression['down'], Regression['asks']])[] =
  [
    [
      'dropped index',
      'of a search',
      fixed('DROP INDEX items_name'),
      fixed('CREATE INDEX items_name ON items (name)'),
      ['/search', '/legacy'],
    ],
    [
      'dropped index',
      'of a reference',
      fixed('DROP INDEX orders_item'),
      fixed('CREATE INDEX orders_item ON orders (item)'),
      ['/orders', '/legacy'],
    ],
    [
      'trigger',
      'that sleeps',
      fixed(trigger('nap', 'PERFORM pg_sleep(0.03)')),
      fixed(noTrigger('nap')),
      ['/add', '/legacy'],
    ],
    [
      'trigger',
      'that counts the whole table',
      fixed(trigger('tally', 'PERFORM count(*) FROM items WHERE length(name) > 3')),
      fixed(noTrigger('tally')),
      ['/add', '/legacy'],
    ],
    [
      'plan',
      'of a function that may use no index',
      fixed(
        'ALTER FUNCTION cheapest(text) SET enable_indexscan = off; ALTER FUNCTION cheapest(text) SET enable_bitmapscan = off',
      ),
      fixed('ALTER FUNCTION cheapest(text) RESET ALL'),
      ['/cheapest', '/legacy'],
    ],
    [
      'plan',
      'by a function called for each row',
      fixed('ALTER FUNCTION wanted() VOLATILE'),
      fixed('ALTER FUNCTION wanted() STABLE'),
      ['/wanted', '/legacy'],
    ],
    [
      'column in use',
      'dropped',
      fixed('ALTER TABLE items DROP COLUMN legacy'),
      fixed('ALTER TABLE items ADD COLUMN legacy text'),
      ['/legacy', '/search'],
    ],
    [
      'column in use',
      'renamed',
      fixed('ALTER TABLE items RENAME COLUMN legacy TO old'),
      fixed('ALTER TABLE items RENAME COLUMN old TO legacy'),
      ['/legacy', '/search'],
    ],
    [
      'refused writes',
      'by a CHECK',
      fixed('ALTER TABLE items ADD CONSTRAINT affordable CHECK (price < 800)'),
      fixed('ALTER TABLE items DROP CONSTRAINT affordable'),
      ['/try', '/legacy'],
    ],
    [
      'refused writes',
      'by NOT NULL',
      fixed('ALTER TABLE items ALTER COLUMN note SET NOT NULL'),
      fixed('ALTER TABLE items ALTER COLUMN note DROP NOT NULL'),
      ['/try', '/legacy'],
    ],
    [
      'lock',
      'on the whole table, at each insert',
      (role) =>
        `GRANT TRUNCATE ON items TO ${role}; ${trigger('hold', 'LOCK TABLE items IN ACCESS EXCLUSIVE MODE; PERFORM pg_sleep(0.1)')}`,
      (role) => `${noTrigger('hold')}; REVOKE TRUNCATE ON items FROM ${role}`,
      ['/search', '/add'],
    ],
    [
      'lock',
      'on one row that all want',
      fixed(trigger('queue', 'UPDATE visits SET seen = seen + 1 WHERE day = 1; PERFORM pg_sleep(0.03)')),
      fixed(noTrigger('queue')),
      ['/add', '/visit'],
    ],
    [
      'revoked grant',
      'on a table',
      (role) => `REVOKE SELECT ON items FROM ${role}`,
      (role) => `GRANT SELECT ON items TO ${role}`,
      ['/search', '/orders'],
    ],
    [
      'revoked grant',
      'on a function',
      fixed('REVOKE EXECUTE ON FUNCTION cheapest(text) FROM PUBLIC'),
      fixed('GRANT EXECUTE ON FUNCTION cheapest(text) TO PUBLIC'),
      ['/cheapest', '/orders'],
    ],
    [
      'function result',
      'nothing for some',
      fixed(
        `CREATE OR REPLACE FUNCTION cheapest(wanted text) RETURNS int LANGUAGE sql STABLE AS $$ ${cheapest} AND price % 3 <> 0 $$`,
      ),
      fixed(
        `CREATE OR REPLACE FUNCTION cheapest(wanted text) RETURNS int LANGUAGE sql STABLE AS $$ ${cheapest} $$`,
      ),
      ['/cheapest', '/orders'],
    ],
    [
      'function result',
      'of another type',
      fixed(
        `DROP FUNCTION cheapest(text); CREATE FUNCTION cheapest(wanted text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT min(price)::text FROM items WHERE name = wanted $$`,
      ),
      fixed(
        `DROP FUNCTION cheapest(text); CREATE FUNCTION cheapest(wanted text) RETURNS int LANGUAGE sql STABLE AS $$ ${cheapest} $$`,
      ),
      ['/cheapest', '/orders'],
    ],
    [
      'not valid',
      'a constraint',
      fixed('ALTER TABLE items ADD CONSTRAINT coded CHECK (code >= 0) NOT VALID'),
      fixed('ALTER TABLE items DROP CONSTRAINT coded'),
      ['/search', '/orders'],
    ],
    [
      'not valid',
      'an index of a partitioned table alone',
      fixed('CREATE INDEX events_what ON ONLY events (what)'),
      fixed('DROP INDEX events_what'),
      ['/search', '/orders'],
    ],
    [
      'type change',
      'that an operator does not know',
      fixed('ALTER TABLE items ALTER COLUMN code TYPE text'),
      fixed('ALTER TABLE items ALTER COLUMN code TYPE int USING code::int'),
      ['/code', '/orders'],
    ],
    [
      'type change',
      'that keeps the index out',
      fixed('ALTER TABLE items ALTER COLUMN name TYPE char(20)'),
      fixed('ALTER TABLE items ALTER COLUMN name TYPE text'),
      ['/search', '/orders'],
    ],
    [
      'bloat',
      'a column that fills pages',
      fixed('ALTER TABLE items ALTER COLUMN note TYPE char(900)'),
      fixed('ALTER TABLE items ALTER COLUMN note TYPE text'),
      ['/total', '/orders'],
    ],
    [
      'statement time-out',
      'by a view that takes longer',
      fixed('CREATE OR REPLACE VIEW offers AS SELECT id, price FROM items, pg_sleep(0.15) WHERE id < 50'),
      fixed('CREATE OR REPLACE VIEW offers AS SELECT id, price FROM items WHERE id < 50'),
      ['/brief', '/orders'],
    ],
    [
      'view',
      'that does more',
      fixed(
        'CREATE OR REPLACE VIEW offers AS SELECT id, price FROM items WHERE price + 0 = 7 ORDER BY md5(name)',
      ),
      fixed('CREATE OR REPLACE VIEW offers AS SELECT id, price FROM items WHERE id < 50'),
      ['/offers', '/legacy'],
    ],
    [
      'policy',
      'that hides rows',
      fixed(
        `ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON orders USING (owner = current_user)`,
      ),
      fixed('DROP POLICY own ON orders; ALTER TABLE orders DISABLE ROW LEVEL SECURITY'),
      ['/mine', '/search'],
    ],
    [
      'policy',
      'that is asked for each row',
      fixed(
        `ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY slow ON orders USING (pg_sleep(0.02) IS NOT NULL)`,
      ),
      fixed('DROP POLICY slow ON orders; ALTER TABLE orders DISABLE ROW LEVEL SECURITY'),
      ['/mine', '/search'],
    ],
  ];

/** Regressions of many kinds, each as a migration might bring it. */
export const regressions: readonly Regression[] = rows.map(([kind, name, up, down, asks]) => ({
  kind,
  name,
  up,
  down,
  asks,
}));

/** A migration that does no harm, for comparison. */
export const harmless: Regression = {
  kind: 'nothing',
  name: 'an index more',
  up: fixed('CREATE INDEX items_price ON items (price)'),
  down: fixed('DROP INDEX items_price'),
  asks: ['/search', '/legacy'],
};
