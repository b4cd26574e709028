import { writeDevelopmentBranch } from '@agora/postgres';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { flag, optionalArgument, text } from '../../../command/option.ts';
import { UsageError } from '../../../command/usage-error.ts';
import { duration } from '../../../terminal/progress.ts';
import { gitBranch, openDevelopment, serversOf } from './development.ts';

/** `agora db branch create` */
export const create = defineCommand({
  name: 'create',
  summary: 'Copy the development database into a new branch',
  description:
    'Copies the branch that is meant now, or the one of --from, with rows, settings and rights. Nobody may be in it ' +
    'meanwhile: sessions are named, and ended only with --force. It comes into being whole or not at all.',
  arguments: { name: optionalArgument('by default that of the git branch') },
  options: {
    from: text('branch', 'what to copy; main for the development database; by default what is meant now'),
    switch: flag('switch to it'),
    force: flag('end the sessions in the database that is copied, with what they have not committed'),
  },
  environment: {
    DATABASE_URL: 'the development database; unset: that of the project, else the embedded one',
  },
  examples: [
    { command: 'agora db branch create try-it', does: 'a copy beside the development database' },
    { command: 'agora db branch create --switch', does: 'a copy for the git branch, used from now on' },
  ],
  next: [{ command: 'agora db branch switch try-it', does: 'use it from now on' }],
  async run({ context, arguments: { name: given }, options }) {
    const { out } = context;
    const name = given ?? (await gitBranch(context));
    if (name === undefined) {
      throw new UsageError({
        code: 'cli.missing_value',
        message: 'The branch needs a name, and no git branch is checked out here that could give it one.',
        fix: 'agora db branch create <name>',
      });
    }
    const { createBranch, MAIN } = await import('@agora/operations');
    const development = await openDevelopment(context);
    const { url, directory, current } = development;
    const began = performance.now();
    const from = options.from ?? current?.name ?? MAIN;
    const made = await out.step(`Copying ${from}`, () =>
      createBranch({ url, name, from, force: options.force }),
    );
    if (options.switch) {
      const { database, of: base } = made;
      await writeDevelopmentBranch(directory, {
        name,
        database,
        base,
        servers: await serversOf(development),
      });
    }
    const tookMs = Math.round(performance.now() - began);
    out.data({ ...made, tookMs, switched: options.switch }, () => made.database);
    for (const note of made.notes) out.warn(`Not copied along: ${note}`);
    const how = made.method === 'clone' ? 'its files cloned' : 'its files copied';
    out.success(`${name} is the database ${made.database}, ${how} from ${made.from} in ${duration(tookMs)}.`);
    if (options.switch) out.note(`The development URL means it from now on.`);
    return EXIT.ok;
  },
});
