import { describe, expect, it } from 'vitest';

import { fixtureProject, type FixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { rollback } from '../rollback/rollback.ts';
import { expandInto } from './expanded-project.fixture.ts';

const INIT = 'CREATE TABLE users (id int PRIMARY KEY, name text, age int);';

async function expanded(change: string): Promise<FixtureProject> {
  const fixture = await fixtureProject();
  await expandInto(fixture, INIT, change);
  await deploy(fixture);
  await fixture.query("INSERT INTO users (id, name, age) VALUES (1, 'a', 5), (2, NULL, NULL)");
  return fixture;
}

const back = async (fixture: FixtureProject, steps: number, options = {}) =>
  rollback({ ...fixture, target: { steps }, options });

describe('what goes with an expansion', () => {
  it('is no loss while it is a copy, and is counted where it is none', async () => {
    const fixture = await expanded('ALTER TABLE users RENAME COLUMN name TO title;');
    await fixture.query("ALTER TABLE users DISABLE TRIGGER USER; UPDATE users SET title = 'A' WHERE id = 1");
    await expect(back(fixture, 1)).rejects.toMatchObject({
      code: 'migrations.data_loss',
      why: expect.stringContaining('1 value of users.title'),
    });
    await fixture.query("UPDATE users SET title = 'a' WHERE id = 1");
    expect((await back(fixture, 1)).results).toMatchObject([{ outcome: 'succeeded', losses: [{ rows: 0 }] }]);
  });

  it('is compared by the names of before where several steps go back', async () => {
    const fixture = await expanded('ALTER TABLE users ALTER COLUMN age SET DATA TYPE BIGINT;');
    await fixture.query('UPDATE users SET age = 1::bigint << 40 WHERE id = 2');
    await expect(back(fixture, 2)).rejects.toMatchObject({ code: 'migrations.data_loss' });
    await fixture.query('UPDATE users SET age = 7 WHERE id = 2');
    const { losses, results } = await back(fixture, 2);
    expect(losses.filter(({ rows }) => rows !== 0)).toEqual([]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
    expect(await fixture.query('SELECT age FROM users ORDER BY id')).toEqual([{ age: 5 }, { age: 7 }]);
  });

  it('is not parked: what came back would be old', async () => {
    const fixture = await expanded('ALTER TABLE users RENAME COLUMN name TO title;');
    expect((await back(fixture, 1, { parkMs: 60_000 })).results).toMatchObject([{ outcome: 'succeeded' }]);
    await fixture.query("UPDATE users SET name = 'b'");
    await deploy({ ...fixture, options: { parkMs: 60_000 } });
    expect(await fixture.query('SELECT title FROM users')).toEqual([{ title: 'b' }, { title: 'b' }]);
  });
});
