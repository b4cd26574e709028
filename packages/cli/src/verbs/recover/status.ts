import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { openRecovery } from './open-recovery.ts';

/** `agora recover status` */
export const status = defineCommand({
  name: 'status',
  summary: 'Say whether a recovery is under way, and which old databases are kept',
  description: 'Reads only. Exits 2 when a recovery is under way.',
  environment: { DATABASE_URL: 'the database that is, or was, recovered' },
  examples: [{ command: 'agora recover status', does: 'how far it is, and what is kept' }],
  async run({ context }) {
    const { out } = context;
    const { readRecovery, RECOVER_STEPS } = await import('@agora/operations/recover');
    const found = await readRecovery(await openRecovery(context));
    const { database, journal, kept } = found;
    out.data({ ...found, journal: journal ?? null }, () =>
      [
        journal === undefined
          ? `No recovery of ${database} is under way.`
          : `${database} is being recovered from ${journal.backup} since ${journal.begun}.`,
        ...(journal === undefined
          ? []
          : RECOVER_STEPS.map((name) => {
              const done = journal.done.find((step) => step.name === name);
              return `${(done?.outcome ?? 'to do').padEnd(8)} ${name}${done === undefined ? '' : `: ${done.saw}`}`;
            })),
        ...kept.map((one) => `kept     ${one.database}, from before ${one.begun}`),
      ].join('\n'),
    );
    return journal === undefined ? EXIT.ok : EXIT.found;
  },
});
