import { compareCatalogs, readCatalog } from '@agora/catalog';
import { everyThird } from '@agora/testkit';
import { expect, test } from 'vitest';

import { fixtureProject, type FixtureProject } from '../../project.fixture.ts';
import { realLosses } from '../../losses/loss.ts';
import { deploy } from '../deploy.ts';
import { columnCases } from './cases/column-cases.fixture.ts';
import { kindCases } from './cases/kind-cases.fixture.ts';
import { standingCases } from './cases/standing-cases.fixture.ts';
import { tableCases } from './cases/table-cases.fixture.ts';
import { typeCases } from './cases/type-cases.fixture.ts';
import { rollback } from '../rollback/rollback.ts';

const A = '20240101000000_a';
const B = '20240102000000_b';
const options = { parkMs: 3_600_000 };

const outcomes = (report: {
  readonly results: readonly { readonly outcome: string; readonly error?: Error }[];
}): unknown[] => report.results.map(({ outcome, error }) => error ?? outcome);

const answer = (project: FixtureProject, sql: string): Promise<unknown[][]> =>
  project.connect(async (client) => (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows);

test.each(everyThird([...columnCases, ...standingCases, ...tableCases, ...typeCases, ...kindCases]))(
  '$title: nothing is lost, forth, back and forth',
  async (one) => {
    const project = await fixtureProject({ [A]: { up: one.before } });
    await deploy(project);
    await project.query(one.rows);
    const before = await project.connect(readCatalog);
    await project.write({ [B]: { up: one.up, down: one.down } });

    expect(outcomes(await deploy({ ...project, options }))).toEqual(['succeeded']);
    const after = await project.connect(readCatalog);
    await project.query(one.written);

    const back = await rollback({ ...project, options, target: { steps: 1 } });
    expect(outcomes(back)).toEqual(['succeeded']);
    expect(realLosses(back.results[0]?.losses ?? [])).toEqual([]);
    expect(await answer(project, one.old[0])).toEqual(one.old[1]);
    expect(compareCatalogs(before, await project.connect(readCatalog)).map(({ line }) => line)).toEqual([]);
    if (one.rewritten !== undefined) await project.query(one.rewritten);

    expect(outcomes(await deploy({ ...project, options }))).toEqual(['succeeded']);
    expect(await answer(project, one.again[0])).toEqual(one.again[1]);
    expect(compareCatalogs(after, await project.connect(readCatalog)).map(({ line }) => line)).toEqual([]);
  },
);
