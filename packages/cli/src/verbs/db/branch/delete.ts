import { AgoraError, shellWord } from '@agora/core';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { argument, flag, text } from '../../../command/option.ts';
import { confirmDatabase } from '../../../context/confirm.ts';
import { isCurrent, openDevelopment } from './development.ts';

/** `agora db branch delete` */
export const deleteOne = defineCommand({
  name: 'delete',
  summary: 'Drop the database of a branch',
  description:
    'Only a database that agora has made, by its comment, and for this development database. It wants the name of the ' +
    'database, by --confirm or typed at the prompt. Sessions in it are named, and ended only with --force.',
  destroys: true,
  arguments: { name: argument('the branch') },
  options: {
    confirm: text('name', 'the name of the database that will be lost', { destroys: true }),
    force: flag('end the sessions in it', { destroys: true }),
  },
  environment: {
    DATABASE_URL: 'the development database; unset: that of the project, else the embedded one',
  },
  examples: [{ command: 'agora db branch delete try-it', does: 'asks for the name of its database first' }],
  next: [{ command: 'agora db branch list', does: 'what is left' }],
  async run({ context, arguments: { name }, options: { confirm, force } }) {
    const { branchNamed, deleteBranch, readBranches } = await import('@agora/operations');
    const development = await openDevelopment(context);
    const { url } = development;
    const { database } = branchNamed(await readBranches(url), name);
    if (isCurrent(development, database)) {
      throw new AgoraError({
        code: 'cli.branch_current',
        message: `The development URL means ${name} now.`,
        why: 'Without it, the URL would mean a database that is not there.',
        fix: `agora db branch switch main, then: agora db branch delete ${shellWord(name)}`,
      });
    }
    await confirmDatabase(context, {
      database,
      given: confirm,
      destruction: `The database ${database} will be lost.`,
      command: `agora db branch delete ${shellWord(name)}`,
    });
    const deleted = await deleteBranch({ url, name, force });
    context.out.data(deleted, () => '');
    context.out.success(`${name} (${database}) is deleted.`);
    return EXIT.ok;
  },
});
