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

/** A URL as it is meant: in development that of the branch, which is read then; in any other environment, as it is. */
export function developmentUrl(
  context: Pick<Context, 'environmentOption' | 'env'>,
  url: string,
  branch: () => DevelopmentBranch | undefined,
): string {
  return environmentOf(context, url).name === 'development' ? branchedUrl(url, branch()) : url;
}
