import { slowTests } from '@agora/testkit';
import { expect, test } from 'vitest';

import { prisma } from '../../prisma-cli.fixture.ts';
import { fixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { rollback } from '../rollback/rollback.ts';
import { readStatus } from '../status.ts';
import { listParked } from './list-parked.ts';

const A = '20240101000000_a';
const B = '20240102000000_b';
const C = '20240103000000_c';
const options = { parkMs: 3_600_000 };

test.runIf(slowTests)(
  'prisma migrate deploy goes on over what is parked, and leaves it where it is',
  async () => {
    const project = await fixtureProject({
      [A]: {
        up: `CREATE TABLE users (id int PRIMARY KEY, nick text UNIQUE); CREATE TABLE posts (id serial PRIMARY KEY);
          INSERT INTO users VALUES (1, 'a'); INSERT INTO posts DEFAULT VALUES;`,
      },
      [B]: {
        up: 'ALTER TABLE users DROP COLUMN nick; DROP TABLE posts; ALTER TABLE users ADD COLUMN age int;',
        down: 'CREATE TABLE posts (id serial PRIMARY KEY); ALTER TABLE users DROP COLUMN age, ADD COLUMN nick text CONSTRAINT users_nick_key UNIQUE;',
      },
    });
    const prismaDeploys = async (): Promise<void> => {
      expect(await prisma(project, 'migrate', 'deploy')).toMatchObject({ code: 0 });
      expect((await readStatus(project)).state).toBe('up-to-date');
    };
    await deploy({ ...project, options });
    await project.query('UPDATE users SET age = 7');
    // The same names again, while what had them is parked.
    await project.write({
      [C]: {
        up: 'ALTER TABLE users ADD COLUMN nick text CONSTRAINT users_nick_key UNIQUE; CREATE TABLE posts (id serial PRIMARY KEY);',
        down: 'DROP TABLE posts; ALTER TABLE users DROP COLUMN nick;',
      },
    });
    await prismaDeploys();
    const back = await rollback({ ...project, options, target: { to: A } });
    expect(back.results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
    expect(await project.query('SELECT nick FROM users')).toEqual([{ nick: 'a' }]);
    expect(await project.query('SELECT id FROM posts')).toEqual([{ id: 1 }]);

    await project.remove(C);
    await prismaDeploys();
    expect(await project.query('SELECT age FROM users')).toEqual([{ age: null }]);
    const parked = await listParked(project);
    const column = parked.flatMap(({ place }) => place?.columns ?? []).find((one) => one.endsWith('_age'));
    expect(await project.query(`SELECT ${column ?? 'nothing'} AS age FROM users`)).toEqual([{ age: 7 }]);
  },
  120_000,
);
