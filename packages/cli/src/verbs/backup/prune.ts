import { AgoraError } from '@agora/core';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { flag, integer } from '../../command/option.ts';
import { counted } from '../../terminal/text.ts';
import { openPlace, placeOptions } from '../../project/backup/place.ts';

/** `agora backup prune` */
export const prune = defineCommand({
  name: 'prune',
  summary: 'Remove backups that are older than the rules keep',
  description:
    'The rules are backups.keep of agora.config.ts, or options. Of each database the newest backup stays whatever they ' +
    'say, and so does the last that was verified; that of a database which a recovery put aside stays while any rule ' +
    'reaches it. Only folders that are backups are touched, and what killed runs left.',
  destroys: true,
  options: {
    store: placeOptions.store,
    hours: integer('n', 'keep all of the last so many hours'),
    daily: integer('n', 'keep the last of each day, of so many days'),
    weekly: integer('n', 'keep the last of each week, of so many weeks'),
    dryRun: flag('print what would go; remove nothing'),
  },
  examples: [
    { command: 'agora backup prune --dry-run', does: 'what would go, and why the rest stays' },
    { command: 'agora backup prune --hours 72 --daily 14 --weekly 8', does: 'without a configuration' },
  ],
  async run({ context, options }) {
    const { out } = context;
    const { listBackups, planPrune, prune: remove } = await import('@agora/backup');
    const { store, settings } = await openPlace(
      { ...context, env: { ...context.env, AGORA_BACKUP_KEY: undefined } },
      options,
    );
    const given = { hours: options.hours, daily: options.daily, weekly: options.weekly };
    const rules = Object.values(given).every((one) => one === undefined) ? settings.keep : given;
    if (rules === undefined) throw noRules();
    const cleaned = options.dryRun ? [] : await store.clean();
    const plan = planPrune(await listBackups(store), rules, new Date());
    const removed = options.dryRun ? [] : await remove(store, plan);
    out.data({ dryRun: options.dryRun, ...plan, removed, cleaned }, (paint) =>
      [
        ...plan.remove.map(({ name }) => `${paint.red('remove')}  ${name}`),
        ...plan.keep.map(({ backup, why }) => `keep    ${backup.name}  ${paint.dim(why.join('; '))}`),
      ].join('\n'),
    );
    for (const name of cleaned) out.note(`removed ${name}, which was never finished`);
    if (!options.dryRun)
      out.success(`${counted(removed.length, 'backup')} removed, ${plan.keep.length} kept.`);
    return EXIT.ok;
  },
});

function noRules(): AgoraError {
  return new AgoraError({
    code: 'cli.missing_value',
    message: 'Nothing says how long backups are kept.',
    why: 'agora.config.ts has no backups.keep, and no option was given.',
    fix: 'agora backup prune --hours 72 --daily 14 --weekly 8',
  });
}
