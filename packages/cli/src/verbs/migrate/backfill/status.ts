import { type BackfillStatus, readBackfills } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { migrationTarget, openProject } from '../../../project/open/open-project.ts';
import { compact, duration } from '../../../terminal/progress.ts';

/** `agora migrate backfill status` */
export const status = defineCommand({
  name: 'status',
  summary: 'List every backfill with its state, rows, rate and remaining time',
  description:
    'Reads only. "stopped" is one that was begun and that nobody works on, as after a crash: run goes on with it. ' +
    'Exits 2 while one of an applied migration is neither done nor cancelled.',
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate backfill status', does: 'a line for each' },
    { command: 'agora migrate backfill status --json', does: 'with cursor and error' },
  ],
  next: [{ command: 'agora migrate backfill run', does: 'what is left' }],
  async run({ context }) {
    const { out } = context;
    const found = await readBackfills(migrationTarget(await openProject(context), context));
    out.data(found, () =>
      found.length === 0
        ? 'No migration has a backfill.'
        : out.table(found, [
            { heading: 'migration', cell: ({ migration }) => migration },
            { heading: 'state', cell: ({ state }) => state },
            { heading: 'rows', cell: rowsOf, align: 'right' },
            { heading: 'changed', cell: ({ record }) => record && compact(record.changed), align: 'right' },
            {
              heading: 'rate',
              cell: ({ record }) => record && `${compact(record.speed * 1000)}/s`,
              align: 'right',
            },
            { heading: 'left', cell: leftOf, align: 'right' },
            { heading: 'error', cell: ({ record }) => record?.error?.message },
          ]),
    );
    const closed = new Set(['done', 'cancelled', 'not applied']);
    const open = found.some(({ state }) => !closed.has(state));
    return open ? EXIT.found : EXIT.ok;
  },
});

function rowsOf({ record }: BackfillStatus): string | undefined {
  if (record === undefined) return undefined;
  const { rows, total } = record;
  return total >= rows && record.state !== 'done' ? `${compact(rows)}/${compact(total)}` : compact(rows);
}

function leftOf({ state, record }: BackfillStatus): string | undefined {
  if (record === undefined || state === 'done' || record.speed === 0 || record.total <= record.rows)
    return undefined;
  return duration((record.total - record.rows) / record.speed);
}
