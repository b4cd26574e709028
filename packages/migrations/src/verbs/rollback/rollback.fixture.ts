import { isAgoraError } from '@agora/core';

import { type FixtureProject, fixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { describeLosses, rollback, type RollbackInput, type RollbackReport } from './rollback.ts';

export const A = '20240101000000_a';
export const B = '20240102000000_b';

/** A project whose last migration is to be taken back; `before` is what stood there, `rows` come in afterwards. */
export interface RollbackCase {
  readonly before?: string;
  readonly up?: string;
  readonly down: string;
  readonly rows?: string;
}

export async function deployed(one: RollbackCase): Promise<FixtureProject> {
  const { before = 'SELECT 1;', up = 'SELECT 1;', down, rows } = one;
  const project = await fixtureProject({ [A]: { up: before }, [B]: { up, down } });
  const { results } = await deploy(project);
  const failed = results.find(({ error }) => error !== undefined);
  if (failed?.error) throw failed.error;
  if (rows !== undefined) await project.query(rows);
  return project;
}

export const back = (project: FixtureProject, more: Partial<RollbackInput> = {}): Promise<RollbackReport> =>
  rollback({ ...project, target: { steps: 1 }, ...more });

/** What its one step took away, in words. */
export const lost = (report: RollbackReport): string[] =>
  describeLosses(report).map((line) => line.slice(B.length + 1));

/** How many migrations count as applied. */
export const applied = async (project: FixtureProject): Promise<number> =>
  (await project.query('SELECT FROM _prisma_migrations WHERE rolled_back_at IS NULL')).length;

/** What came of it without consent, line by line, and then with it. */
export async function withoutAndWithConsent(project: FixtureProject) {
  const refusal: unknown = await back(project).then(
    () => undefined,
    (error: unknown) => error,
  );
  const stood = await applied(project);
  const report = await back(project, { acceptDataLoss: true });
  return {
    code: isAgoraError(refusal) ? refusal.code : undefined,
    why: isAgoraError(refusal) ? (refusal.why ?? '').split('\n') : [],
    stood,
    outcomes: report.results.map(({ outcome, error }) => error ?? outcome),
    gone: lost(report),
  };
}
