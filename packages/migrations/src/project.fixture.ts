import { onTestFinished } from 'vitest';

import {
  type FixtureMigration,
  type FixtureProject,
  makeProject,
  type ProjectOptions,
} from './temporary-project.fixture.ts';

export type { FixtureMigration, FixtureProject } from './temporary-project.fixture.ts';

/** Makes a project that is removed, database and all, after the test. */
export function fixtureProject(
  migrations: Readonly<Record<string, FixtureMigration>> = {},
  options: ProjectOptions = {},
): Promise<FixtureProject> {
  return makeProject((cleanup) => onTestFinished(cleanup), migrations, options);
}
