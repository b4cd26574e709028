import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { optionalArgument, text } from '../../command/option.ts';
import { confirmDatabase } from '../../context/confirm.ts';
import { openRecovery } from './open-recovery.ts';

/** `agora recover drop-old` */
export const dropOld = defineCommand({
  name: 'drop-old',
  summary: 'Drop the database that gave way to a restored one',
  description:
    'Only one that a recovery of this database has left, by its comment. It wants the name of that database, by --confirm ' +
    'or typed at the prompt.',
  destroys: true,
  arguments: { name: optionalArgument('the old database; needed where several are kept') },
  options: { confirm: text('name', 'the name of the database that will be lost', { destroys: true }) },
  environment: { DATABASE_URL: 'the database that was recovered' },
  examples: [{ command: 'agora recover drop-old', does: 'asks for the name of the old database first' }],
  next: [{ command: 'agora recover status', does: 'what is kept still' }],
  async run({ context, arguments: { name }, options }) {
    const { dropKept, readRecovery } = await import('@agora/operations/recover');
    const { AgoraError } = await import('@agora/core');
    const url = await openRecovery(context);
    const { kept, database } = await readRecovery(url);
    const wanted = name ?? (kept.length === 1 ? kept[0]?.database : undefined);
    if (wanted === undefined) {
      throw new AgoraError({
        code: 'operations.no_recovery',
        message:
          kept.length === 0
            ? `No old database of ${database} is kept.`
            : `${kept.length} old databases of ${database} are kept.`,
        why: kept.map((one) => one.database).join('\n'),
        fix: kept.length === 0 ? 'agora recover status' : `agora recover drop-old ${kept[0]!.database}`,
      });
    }
    await confirmDatabase(context, {
      database: wanted,
      given: options.confirm,
      destruction: `The database ${wanted} will be lost, and with it what was written after the backup.`,
      command: `agora recover drop-old ${wanted}`,
    });
    const dropped = await dropKept(url, wanted);
    context.out.data(dropped, () => '');
    context.out.success(`${wanted} is dropped.`);
    return EXIT.ok;
  },
});
