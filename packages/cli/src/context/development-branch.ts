import { AgoraError, isAgoraError, shellWord } from '@agora/core';
import { branchedUrl, type DevelopmentBranch, readDevelopmentBranch } from '@agora/postgres';

import type { Context } from './context.ts';
import { embeddedDirectory } from './database.ts';
import { environmentOf } from './environment.ts';

/** Variables that hold a URL of development, with the branch that was switched to in it. */
export function branchedVariables(given: {
  readonly root: string;
  readonly env: Context['env'];
  /** `--env` */
  readonly option: string | undefined;
}): Readonly<Record<string, string>> {
  const { env, option } = given;
  const context = { env, environmentOption: option };
  const branch = (): DevelopmentBranch | undefined => readDevelopmentBranch(embeddedDirectory(given));
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, url]): [string, string][] => {
      if (url === undefined || !/^postgres(?:ql)?:\/\//.test(url)) return [];
      const meant = developmentUrl(context, url, branch);
      return meant === url ? [] : [[name, meant]];
    }),
  );
}

/** The same error, or of a database that is not there the one that says that it was a branch, and what to do. */
export function ofMissingBranch(error: unknown, given: Parameters<typeof embeddedDirectory>[0]): unknown {
  if (!isAgoraError(error) || error.code !== 'postgres.invalid_catalog_name') return error;
  const branch = readDevelopmentBranch(embeddedDirectory(given));
  if (branch === undefined || !error.message.includes(`"${branch.database}"`)) return error;
  const { name, database, base } = branch;
  return new AgoraError({
    code: error.code,
    message: `The branch ${name} was switched to, and its database ${database} is not there any more.`,
    why: `The development URL means it instead of ${base}. It was dropped or renamed by something else than agora db branch.`,
    fix: `agora db branch switch main; then, to make it again: agora db branch create ${shellWord(name)} --switch`,
    cause: error,
  });
}

/** A URL as it is meant: in development that of the branch, which is read then; in any other environment, as it is. */
export function developmentUrl(
  context: Pick<Context, 'environmentOption' | 'env'>,
  url: string,
  branch: () => DevelopmentBranch | undefined,
): string {
  return environmentOf(context, url).name === 'development' ? branchedUrl(url, branch()) : url;
}
