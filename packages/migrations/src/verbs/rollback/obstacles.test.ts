import { describe, expect, it } from 'vitest';

import { B, back, deployed } from './rollback.fixture.ts';
import { describeLosses } from './rollback.ts';

describe('rows that would make it fail', () => {
  const before = `CREATE TYPE role AS ENUM ('user', 'admin', 'guest');
    CREATE TABLE a (id bigint, name text, email text, role role, price numeric, other int); CREATE TABLE p (id int PRIMARY KEY);`;
  const rows = `INSERT INTO p VALUES (1); INSERT INTO a VALUES (1, 'x', 'e', 'user', 1, 1), (2, 'x', 'e', 'guest', 1000.5, 2),
    (3000000000, NULL, NULL, 'guest', 9.994, NULL)`;
  it.each([
    [
      'a unique index',
      'CREATE UNIQUE INDEX i ON a (name, email);',
      /1 row of a repeat a value of \(name, email\), which becomes unique again/,
    ],
    [
      'a partial one',
      `CREATE UNIQUE INDEX i ON a (role) WHERE id > 1;`,
      /1 row of a repeat a value of \(role\)/,
    ],
    [
      'nulls that are one',
      'ALTER TABLE a ADD UNIQUE NULLS NOT DISTINCT (other); CREATE UNIQUE INDEX ON a (role);',
      /1 row of a repeat a value of \(role\)/,
    ],
    [
      'a primary key',
      'ALTER TABLE a ADD PRIMARY KEY (name);',
      /1 row of a have no name.*\n.*1 row of a repeat a value of \(name\)/,
    ],
    [
      'NOT NULL',
      'ALTER TABLE a ALTER COLUMN other SET NOT NULL;',
      /1 row of a have no other, which becomes NOT NULL again/,
    ],
    [
      'a required column',
      'ALTER TABLE a ADD COLUMN more int NOT NULL;',
      /3 rows of a have no value for more/,
    ],
    [
      'a label that goes',
      `CREATE TYPE old AS ENUM ('user', 'admin'); ALTER TABLE a ALTER COLUMN role TYPE old USING role::text::old;`,
      /2 rows of a have a role that does not fit old/,
    ],
    [
      'a narrower integer',
      'ALTER TABLE a ALTER COLUMN id TYPE integer;',
      /1 row of a have a id that does not fit integer/,
    ],
    [
      'a narrower number',
      'ALTER TABLE a ALTER COLUMN price TYPE numeric(3,2);',
      /1 row of a have a price that does not fit numeric\(3,2\)/,
    ],
    [
      'a shorter text',
      `ALTER TABLE a ALTER COLUMN role TYPE varchar(4) USING role::text;`,
      /2 rows of a have a role that does not fit varchar\(4\)/,
    ],
    [
      'a foreign key',
      'ALTER TABLE a ADD FOREIGN KEY (other) REFERENCES p (id);',
      /1 row of a refer to no row of p/,
    ],
    [
      'a CHECK',
      `ALTER TABLE a ADD CONSTRAINT c CHECK (role <> 'guest');`,
      /2 rows of a break the CHECK \(role <> 'guest'\)/,
    ],
  ])('are counted and named before it begins: %s', async (_, down, why) => {
    const project = await deployed({ before, down, rows });
    await expect(back(project)).rejects.toMatchObject({
      code: 'migrations.rollback_would_fail',
      why: expect.stringMatching(why),
    });
    const dry = await back(project, { dryRun: true });
    expect(describeLosses(dry).join('\n')).toMatch(/^would fail: /);
    // The server agrees.
    await expect(project.query(down)).rejects.toHaveProperty('severity', 'ERROR');
  });

  it('are only told of where something before may change them', async () => {
    const project = await deployed({
      before,
      down: `UPDATE a SET name = 'unnamed' WHERE name IS NULL; ALTER TABLE a ALTER COLUMN name SET NOT NULL;`,
      rows,
    });
    expect(describeLosses(await back(project, { dryRun: true }))).toEqual([
      `may fail: ${B}/down.sql:1: 1 row of a have no name, which becomes NOT NULL again`,
    ]);
    expect((await back(project)).results).toMatchObject([{ outcome: 'succeeded' }]);
  });
});
