import { describe } from 'vitest';

import { proveSteps, type Step } from './steps.fixture.ts';

const TABLES = 'abcdefghijklmno'.split('');
const BEFORE = `${TABLES.map((name) => `CREATE TABLE ${name} (id int PRIMARY KEY, x text);`).join('\n')}
CREATE TABLE words (old text PRIMARY KEY, new text NOT NULL);
CREATE FUNCTION merged(t text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN regexp_replace(t, '\\+.*@', '@'); END $$;
CREATE FUNCTION shifted(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN t LIKE 'q%' THEN 'q' ELSE t || '.' END $$;
CREATE FUNCTION shorten() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM c WHERE length(x) > 70000; END $$;
CREATE FUNCTION clean() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.x LIKE 'zz%' THEN NEW.x := 'q'; DELETE FROM m WHERE length(x) > 70000; END IF; RETURN NEW; END $$;
CREATE TRIGGER clean BEFORE UPDATE ON l FOR EACH ROW EXECUTE FUNCTION clean();
CREATE TABLE ruled (id int PRIMARY KEY, x text);
CREATE RULE also AS ON UPDATE TO ruled DO ALSO DELETE FROM d WHERE length(x) > 70000;
CREATE TABLE names (id int PRIMARY KEY, a text, b text);
CREATE TABLE marks (id serial PRIMARY KEY, at int);
CREATE FUNCTION clear_marks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM marks WHERE at = 777777; RETURN NEW; END $$;
CREATE TABLE fired (id int PRIMARY KEY, x text);
CREATE TRIGGER after_fired AFTER INSERT ON fired FOR EACH ROW EXECUTE FUNCTION clear_marks();
CREATE TABLE first (id int PRIMARY KEY, x text);
CREATE FUNCTION note_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO fired VALUES (NEW.id) ON CONFLICT DO NOTHING; RETURN NEW; END $$;
CREATE TRIGGER after_first AFTER UPDATE ON first FOR EACH ROW EXECUTE FUNCTION note_first();
CREATE FUNCTION touch_first() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE first SET x = x; END $$;
CREATE TABLE plain (id int PRIMARY KEY, x text);
CREATE FUNCTION over(a int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM plain WHERE id = 777777; END $$;
CREATE VIEW seen AS SELECT * FROM n;
CREATE TABLE parted (id int, x text) PARTITION BY LIST (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
CREATE PROCEDURE through() LANGUAGE plpgsql AS $$ BEGIN PERFORM shorten(); END $$;`;

const LOSES = 'proven with data loss';

/** Each of them leaves the tables that the others use as they were. */
const STEPS: readonly Step[] = [
  {
    title: 'a conversion by a function that changes no made-up row',
    up: 'ALTER TABLE a ALTER x TYPE text USING merged(x);',
    outcome: LOSES,
    lost: ['public.a.x'],
    says: /line 1 changed no made-up row/,
  },
  { title: 'the same as an UPDATE', up: 'UPDATE a SET x = merged(x);', outcome: LOSES, lost: ['public.a.x'] },
  {
    title: 'a conversion by a function whose way back is another’s word',
    up: 'UPDATE b SET x = shifted(x);',
    down: 'UPDATE b SET x = left(x, -1);',
    outcome: 'unproven on rows',
    says: /line 1: public\.b\.x is converted by public\.shifted\(\)/,
  },
  {
    title: 'a new column by a function, the old one kept',
    up: 'ALTER TABLE b ADD y text; UPDATE b SET y = merged(x);',
    outcome: 'proven',
  },
  {
    title: 'a function that deletes what no made-up row holds',
    up: 'SELECT shorten();',
    outcome: LOSES,
    lost: ['public.c'],
  },
  { title: 'a procedure that calls it', up: 'CALL through();', outcome: LOSES, lost: ['public.c'] },
  {
    title: 'a block that deletes it',
    up: `DO $$ BEGIN IF true THEN DELETE FROM d WHERE length(x) > 70000; END IF; END $$;`,
    outcome: LOSES,
    lost: ['public.d'],
  },
  {
    title: 'a block that puts an UPDATE together as text',
    up: `DO $$ DECLARE n text := 'e'; BEGIN EXECUTE format('UPDATE %I SET x = substr(x, 8) WHERE x LIKE ''legacy-%%''', n); END $$;`,
    outcome: 'unproven on rows',
    says: /put together as text/,
  },
  {
    title: 'a block that puts an ALTER TABLE together as text',
    up: `DO $$ DECLARE n text := 'e'; BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN y int', n); END $$;`,
    outcome: 'proven',
  },
  {
    title: 'a block that runs a constant text which calls it',
    up: `DO $$ BEGIN EXECUTE 'SELECT shorten()'; END $$;`,
    outcome: LOSES,
    lost: ['public.c'],
  },
  {
    title: 'a block that runs an upsert of which not all is constant',
    up: `DO $$ DECLARE n text := 'j'; BEGIN EXECUTE 'INSERT INTO ' || n || ' SELECT * FROM k ON CONFLICT (id) DO UPDATE SET x = EXCLUDED.x WHERE EXCLUDED.x = ''legacy'''; END $$;`,
    outcome: 'unproven on rows',
    says: /put together as text/,
  },
  {
    title: 'a block that only speaks of EXECUTE, and counts',
    up: `DO $$ DECLARE n int; BEGIN -- we execute update by update
  EXECUTE format('SELECT count(*) FROM %I WHERE id > %L', 'e', 5) INTO n; END $$;`,
    outcome: 'proven',
  },
  {
    title: 'a function that knows a table by the name that it gets here',
    up: `CREATE FUNCTION trim_o2() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM o2 WHERE length(x) > 70000; END $$;
ALTER TABLE o RENAME TO o2; SELECT trim_o2(); ALTER TABLE o2 RENAME TO o;`,
    outcome: LOSES,
    lost: ['public.o'],
  },
  {
    title: 'a DELETE below WITH that meets no made-up row',
    up: `WITH gone AS (DELETE FROM f WHERE x ~ '^z{3}$' RETURNING *) INSERT INTO words SELECT x, x FROM gone;`,
    outcome: LOSES,
    lost: ['public.f'],
  },
  {
    title: 'values looked up in a table, of which none differed',
    up: 'UPDATE g SET x = words.new FROM words WHERE words.old = g.x;',
    outcome: LOSES,
    lost: ['public.g.x'],
  },
  {
    title: 'a table made anew from the rows that match a pattern',
    up: `CREATE TABLE h_new (id int PRIMARY KEY, x text); INSERT INTO h_new SELECT o.id, o.x FROM h AS o WHERE o.x NOT LIKE 'temp\\_%' OR o.x IS NULL;
DROP TABLE h; ALTER TABLE h_new RENAME TO h; ALTER INDEX h_new_pkey RENAME TO h_pkey;`,
    outcome: LOSES,
    lost: ['public.h'],
  },
  {
    title: 'a table made anew from a query below FROM that leaves rows out',
    up: `CREATE TABLE n_new (id int PRIMARY KEY, x text); INSERT INTO n_new SELECT * FROM (SELECT * FROM i WHERE length(x) < 70000 OR x IS NULL) AS kept;
DROP TABLE i; ALTER TABLE n_new RENAME TO i; ALTER INDEX n_new_pkey RENAME TO i_pkey;`,
    outcome: 'unproven on rows',
    says: /copies rows of public\.i, perhaps not all/,
  },
  {
    title: 'a table made anew from one below WITH that leaves rows out, in branches',
    up: `CREATE TABLE n_new (id int PRIMARY KEY, x text); WITH kept AS (SELECT * FROM i WHERE length(x) < 70000 UNION ALL SELECT * FROM i WHERE x IS NULL) INSERT INTO n_new SELECT * FROM kept;
DROP TABLE i; ALTER TABLE n_new RENAME TO i; ALTER INDEX n_new_pkey RENAME TO i_pkey;`,
    outcome: 'unproven on rows',
    says: /copies rows of public\.i, perhaps not all/,
  },
  {
    title: 'the same from all of them',
    up: `CREATE TABLE n_new (id int PRIMARY KEY, x text); WITH kept AS (SELECT * FROM i) INSERT INTO n_new SELECT * FROM kept;
DROP TABLE i; ALTER TABLE n_new RENAME TO i; ALTER INDEX n_new_pkey RENAME TO i_pkey;`,
    outcome: 'proven',
  },
  {
    title: 'values that move into a new column, but for some that no made-up row has',
    up: 'ALTER TABLE i ADD y text; UPDATE i SET y = x WHERE x IS NULL OR length(x) < 70000; ALTER TABLE i DROP x; ALTER TABLE i RENAME y TO x;',
    outcome: LOSES,
    lost: ['public.i.x'],
    says: /line 1 copies only some rows of public\.i\.x/,
  },
  {
    title: 'all values that are there, where the new column has none yet',
    up: 'ALTER TABLE i ADD y text; UPDATE i SET y = x WHERE x IS NOT NULL AND y IS NULL; ALTER TABLE i DROP x; ALTER TABLE i RENAME y TO x;',
    outcome: 'proven',
  },
  {
    title: 'two columns that become one where both have a value',
    up: `ALTER TABLE names ADD whole text; UPDATE names SET whole = a || ' ' || b WHERE a IS NOT NULL AND b IS NOT NULL; ALTER TABLE names DROP a, DROP b;`,
    down: `ALTER TABLE names ADD a text, ADD b text; UPDATE names SET a = split_part(whole, ' ', 1), b = substr(whole, length(split_part(whole, ' ', 1)) + 2); ALTER TABLE names DROP whole;`,
    outcome: LOSES,
    lost: ['public.names.a', 'public.names.b'],
  },
  {
    title: 'a MERGE from a table with the same column, of which no value differed',
    up: 'MERGE INTO j USING k ON j.id = k.id WHEN MATCHED AND k.x <> j.x THEN UPDATE SET x = k.x;',
    outcome: LOSES,
    lost: ['public.j.x'],
  },
  {
    title: 'an upsert from it',
    up: `INSERT INTO j SELECT * FROM k ON CONFLICT (id) DO UPDATE SET x = EXCLUDED.x WHERE j.x = 'legacy';`,
    outcome: LOSES,
    lost: ['public.j.x'],
  },
  {
    title: 'an UPDATE of a new column, at which a trigger changes and deletes other things',
    up: 'ALTER TABLE l ADD y int; UPDATE l SET y = 1;',
    outcome: LOSES,
    lost: ['public.m', 'public.l.x'],
  },
  {
    title: 'an UPDATE of a new column of a table with a rule',
    up: 'ALTER TABLE ruled ADD y int; UPDATE ruled SET y = 1;',
    outcome: 'unproven on rows',
    says: /line 1 changes rows of public\.ruled, whose rules/,
  },
  {
    title: 'an UPDATE through a view that meets no made-up row',
    up: `UPDATE seen SET x = 'x' WHERE x ~ '^z{3}$';`,
    outcome: 'unproven on rows',
    says: /through the view seen/,
  },
  {
    title: 'an UPDATE of a partition that meets no made-up row',
    up: `UPDATE parted_1 SET x = 'x' WHERE x ~ '^z{3}$';`,
    outcome: LOSES,
    lost: ['public.parted.x'],
  },
  {
    title: 'a way back that deletes what no made-up row holds',
    up: 'CREATE TABLE extra (id int);',
    down: 'DROP TABLE extra; DELETE FROM c WHERE length(x) > 70000;',
    outcome: LOSES,
    lost: ['public.c'],
    says: /the way back: line 1 changed no made-up row/,
  },
  {
    title: 'a way back that gives a value to rows that came later without one',
    up: 'ALTER TABLE words ALTER new DROP NOT NULL;',
    down: `UPDATE words SET new = '' WHERE new IS NULL; ALTER TABLE words ALTER new SET NOT NULL;`,
    outcome: 'proven',
  },
  {
    title: 'a function that fires a trigger which fires one that deletes',
    up: 'SELECT touch_first();',
    outcome: LOSES,
    lost: ['public.marks'],
  },
  {
    title: 'triggers that are turned off meanwhile',
    up: 'ALTER TABLE first DISABLE TRIGGER after_first; ALTER TABLE first ADD y int; UPDATE first SET y = 1; ALTER TABLE first ENABLE TRIGGER after_first;',
    outcome: 'proven',
  },
  {
    title: 'triggers that are turned off and on again, by name and all at once',
    up: 'ALTER TABLE first DISABLE TRIGGER after_first; ALTER TABLE first ADD z int; ALTER TABLE first ENABLE TRIGGER USER; UPDATE first SET z = 1;',
    outcome: LOSES,
    lost: ['public.marks'],
  },
  {
    title: 'a trigger that is turned on alone',
    up: 'ALTER TABLE first DISABLE TRIGGER ALL; ALTER TABLE first ADD w int; ALTER TABLE first ENABLE ALWAYS TRIGGER after_first; UPDATE first SET w = 1; ALTER TABLE first ENABLE TRIGGER ALL;',
    outcome: LOSES,
    lost: ['public.marks'],
  },
  {
    title: 'a trigger that the script makes',
    up: 'CREATE TRIGGER after_plain AFTER UPDATE ON plain FOR EACH ROW EXECUTE FUNCTION clear_marks(); ALTER TABLE plain ADD y int; UPDATE plain SET y = 1; DROP TRIGGER after_plain ON plain;',
    outcome: LOSES,
    lost: ['public.marks'],
  },
  {
    title: 'a function beside which the script makes one of the same name',
    up: 'CREATE FUNCTION over(a text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$; SELECT over(1);',
    outcome: LOSES,
    lost: ['public.plain'],
  },
  {
    title: 'a block that drops tables whose names stand in rows',
    up: `DO $$ DECLARE r record; BEGIN FOR r IN SELECT x FROM first WHERE x LIKE 'old\\_%' LOOP EXECUTE 'DROP TABLE ' || quote_ident(r.x); END LOOP; END $$;`,
    outcome: 'unproven on rows',
    says: /put together as text/,
  },
  {
    title: 'a sequence that goes on further up',
    up: 'ALTER SEQUENCE marks_id_seq RESTART WITH 100000;',
    outcome: 'proven',
  },
  {
    title: 'rows that wait in a temporary table',
    up: 'CREATE TEMP TABLE k_aside AS SELECT * FROM k; DELETE FROM k; INSERT INTO k SELECT * FROM k_aside; DROP TABLE k_aside;',
    outcome: 'proven',
  },
  {
    title: 'the same with TRUNCATE, and one that leaves some behind',
    up: 'CREATE TEMP TABLE k_aside AS SELECT * FROM k; TRUNCATE k; INSERT INTO k SELECT * FROM k_aside WHERE length(x) < 70000 OR x IS NULL; DROP TABLE k_aside;',
    outcome: LOSES,
    lost: ['public.k'],
  },
  {
    title: 'the same with DELETE, and one that changes values',
    up: 'CREATE TEMP TABLE k_aside AS SELECT * FROM k; DELETE FROM k; INSERT INTO k SELECT id, left(x, 70000) FROM k_aside; DROP TABLE k_aside;',
    outcome: LOSES,
    lost: ['public.k'],
  },
  {
    title: 'the same with TRUNCATE, and all of them',
    up: 'CREATE TEMP TABLE k_aside AS SELECT * FROM k; TRUNCATE k; INSERT INTO k SELECT * FROM k_aside; DROP TABLE k_aside;',
    outcome: 'proven',
  },
  {
    title: 'large objects unlinked',
    up: 'SELECT lo_unlink(id::oid) FROM i WHERE id < 0;',
    outcome: 'unproven on rows',
    says: /lo_unlink\(\) changes large objects/,
  },
];

describe('what a way forward may do to other rows than made-up ones', () => {
  proveSteps(BEFORE, STEPS);
});
