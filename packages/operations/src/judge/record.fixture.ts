import { writeFile } from 'node:fs/promises';

import { withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';

import { collect } from '../samples/collect.ts';
import { controlQueries, queriesSource } from '../samples/queries.ts';

/**
 * Records what the judge sees of a machine as it is, second by second: `record <minutes> <file>`. What is recorded without
 * a deploy is noise, and nothing in it may be called worse.
 */
const [minutes = '10', file = 'recorded.json'] = process.argv.slice(2);

const queries = [
  { name: 'page', sql: 'SELECT * FROM posts WHERE topic = 7 ORDER BY id DESC LIMIT 20' },
  {
    name: 'totals',
    sql: 'SELECT topic, count(*), max(length(body)) FROM posts WHERE id <= 12000 GROUP BY topic',
  },
  {
    name: 'write',
    sql: `INSERT INTO posts (topic, body) SELECT 7, 'new ' || i FROM generate_series(1, 20) AS s(i)`,
  },
].map((query) => ({ ...query, control: false }));

const database = await createTestDatabase();
try {
  await withConnection(database.url, (client) =>
    client.query(`CREATE TABLE posts (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic int NOT NULL, body text NOT NULL);
      INSERT INTO posts (topic, body) SELECT i % 50, repeat(md5(i::text), 5) FROM generate_series(1, 60000) AS s(i);
      CREATE INDEX ON posts (topic, id); ANALYZE posts`),
  );
  const source = queriesSource(database.url, [...queries, ...controlQueries]);
  const collected = await collect([source], { windows: Math.round(Number(minutes) * 60) });
  await source.close();
  const series = [...collected].filter(([, { windows }]) => windows.length > 0);
  const whole = Array.from({ length: Math.round(Number(minutes) * 60) }, (_, at) =>
    series.flatMap(([, { windows }]) => [windows[at]?.quickMs, windows[at]?.meanMs]),
  ).filter((row) => row.every((ms) => ms !== undefined));
  const rounded = whole.map((row) => row.map((ms) => Number(ms?.toPrecision(3))));
  const names = series.map(([name]) => name.replace('control: ', ''));
  const rows = rounded.map((row) => `    ${JSON.stringify(row).replaceAll(',', ', ')}`).join(',\n');
  await writeFile(file, `{\n  "names": ${JSON.stringify(names)},\n  "windows": [\n${rows}\n  ]\n}\n`);
} finally {
  await database.drop();
}
