import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { openRecovery } from './open-recovery.ts';

/** `agora recover cancel` */
export const cancel = defineCommand({
  name: 'cancel',
  summary: 'Give a recovery up: the old database in its place again, as it was',
  description:
    'For one that was killed or failed before the restored database took the place; what was restored is dropped, and ' +
    'backups stay. The command of watch.maintenance that ends it is yours to run.',
  environment: { DATABASE_URL: 'the database that is being recovered' },
  examples: [{ command: 'agora recover cancel', does: 'all as before the recovery' }],
  async run({ context }) {
    const { cancelRecovery } = await import('@agora/operations/recover');
    const { database, old, done } = await cancelRecovery(await openRecovery(context));
    context.out.data({ database, old }, () => '');
    context.out.success(old === null ? `${database} is not there, as before.` : `${database} is as before.`);
    if (done.some(({ name, outcome }) => name === 'maintenance begins' && outcome === 'passed'))
      context.out.warn('The application was told to wait: run the command of watch.maintenance.end.');
    return EXIT.ok;
  },
});
