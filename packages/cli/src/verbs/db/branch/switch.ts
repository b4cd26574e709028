import { parseDatabaseUrl, withDatabase, writeDevelopmentBranch } from '@agora/postgres';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { flag, optionalArgument } from '../../../command/option.ts';
import { UsageError } from '../../../command/usage-error.ts';
import { gitBranch, openDevelopment, serversOf } from './development.ts';

/** `agora db branch switch` */
export const switchTo = defineCommand({
  name: 'switch',
  summary: 'Let the development URL mean another branch',
  description:
    'Writes a file in .agora, and nothing else: no database is touched, and no other environment. ' +
    'main is the development database itself. With --git it is the branch of the name that git has checked out, and ' +
    'main where there is none, for a hook: agora init --branches.',
  arguments: { name: optionalArgument('a branch, or main') },
  options: { git: flag('the branch of the git branch; main where there is none') },
  environment: {
    DATABASE_URL: 'the development database; unset: that of the project, else the embedded one',
  },
  examples: [
    { command: 'agora db branch switch try-it', does: 'agora works on the copy' },
    { command: 'agora db branch switch main', does: 'and on the development database again' },
  ],
  next: [
    { command: 'agora migrate status', does: 'what is applied there' },
    { command: 'export DATABASE_URL="$(agora db url)"', does: 'for programs that read the variable' },
  ],
  async run({ context, arguments: { name: given }, options }) {
    const { out } = context;
    if ((given === undefined) !== options.git) {
      throw new UsageError({
        code: 'cli.missing_value',
        message: 'Name a branch, or say --git.',
        fix: 'agora db branch switch <name>, or: agora db branch switch --git',
      });
    }
    const { branchNamed, MAIN, readBranches } = await import('@agora/operations');
    const development = await openDevelopment(context);
    const { url, directory } = development;
    const found = await readBranches(url);
    const { base } = found;
    const wanted = given ?? (await gitBranch(context)) ?? MAIN;
    const isKnown = found.branches.some(({ name }) => name === wanted);
    const isMain = [MAIN, base].includes(wanted) || (options.git && !isKnown);
    const branch = isMain ? undefined : branchNamed(found, wanted);
    const servers = await serversOf(development);
    await writeDevelopmentBranch(
      directory,
      branch && { name: branch.name, database: branch.database, base, servers },
    );
    const database = branch?.database ?? base;
    const meant = parseDatabaseUrl(withDatabase(url, database)).redacted;
    out.data({ branch: branch?.name ?? MAIN, database, url: meant }, () => database);
    const own = parseDatabaseUrl(url).database;
    if (own !== base && own !== database)
      out.warn(
        `The URL names the branch database ${own} itself, and goes on to mean it: let it name ${base}.`,
      );
    else out.success(`The development URL means ${database} from now on.`);
    return EXIT.ok;
  },
});
