import { compareCatalogs, readCatalog } from '@agora/catalog';
import { testServerUrl } from '@agora/testkit';
import { expect, test } from 'vitest';

import { readFolder } from '../../project/folder.ts';
import { fixtureProject } from '../../project.fixture.ts';
import { walkHistory } from '../../proof/verify/verify.ts';
import { deploy } from '../deploy.ts';
import { rollback } from '../rollback/rollback.ts';
import { columnCases } from './cases/column-cases.fixture.ts';
import { tableCases } from './cases/table-cases.fixture.ts';

const A = '20240101000000_a';
const B = '20240102000000_b';
const options = { parkMs: 3_600_000 };

/** Sequences made apart, columns added one by one, indexes attached one by one: no way back by hand looks so. */
const TITLES = [
  'a serial column',
  'a table and its enum dropped',
  'a partitioned table',
  'a table with keys, checks, an identity, computed values and defaults',
  'a table with a domain and a composite type that go, too',
];
const cases = [...columnCases, ...tableCases].filter(({ title }) => TITLES.includes(title));

test.each(cases.map((one) => [one.title, one] as const))(
  '%s comes back by the way that is generated',
  async (_, one) => {
    const project = await fixtureProject({ [A]: { up: one.before }, [B]: { up: one.up } });
    const { migrations } = await readFolder(project.directory);
    const [report] = (
      await walkHistory(migrations, {
        adminUrl: await testServerUrl(),
        select: ({ name }) => name === B,
        generate: () => true,
      })
    ).slice(-1);
    await project.write({ [B]: { up: one.up, down: report?.generated?.sql ?? '' } });
    await deploy({ ...project, to: A });
    await project.query(one.rows);
    const before = await project.connect(readCatalog);
    await deploy({ ...project, options });
    await project.query(one.written);
    const { results } = await rollback({ ...project, options, target: { steps: 1 } });
    expect(results.map(({ outcome, error }) => error ?? outcome)).toEqual(['succeeded']);
    const rows = await project.connect(
      async (client) => (await client.query<unknown[]>({ text: one.old[0], rowMode: 'array' })).rows,
    );
    expect(rows).toEqual(one.old[1]);
    expect(compareCatalogs(before, await project.connect(readCatalog)).map(({ line }) => line)).toEqual([]);
  },
);
