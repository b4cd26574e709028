import type { EnvironmentPolicy } from '@agora/core';

import type { Context } from '../../context/context.ts';
import { checksFolder } from '../../project/deploy/health-checks.ts';
import { noteEnvironment, openProject, projectUrl } from '../../project/open/open-project.ts';
import { readVersion } from '../../program/version.ts';

/** The database that is backed up, or restored beside. */
interface BackupProject {
  readonly url: string;
  readonly policy: EnvironmentPolicy;
  /** The folder of the project's own checks. */
  readonly checks: string;
  /** Of this program. */
  readonly version: string;
}

/** @throws AgoraError what a project without a database throws */
export async function openBackupProject(context: Context): Promise<BackupProject> {
  const opened = await openProject(context);
  noteEnvironment(context.out, opened.environment);
  const { project, policy } = opened;
  return {
    url: projectUrl(project, context),
    policy,
    checks: checksFolder(policy, project),
    version: readVersion(),
  };
}

/** What the environment says; verifying needs no database of the project. */
export async function openBackupPolicy(context: Context): Promise<EnvironmentPolicy> {
  return (await openProject(context)).policy;
}
