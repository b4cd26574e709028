import { listParked, type ParkedItem } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { migrationTarget, openProject } from '../../../project/open/open-project.ts';
import type { Output } from '../../../output/output.ts';
import { bytes as sized } from '../../../terminal/text.ts';

/** `agora migrate parked list` */
export const list = defineCommand({
  name: 'list',
  summary: 'List what is parked: since when, until when, how large, by which migration',
  description:
    'Reads only. Sizes of columns and numbers of rows are guesses, by the statistics of the server.',
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate parked list', does: 'a line for each' },
    { command: 'agora migrate parked list --json', does: 'the same for a program' },
  ],
  next: [{ command: 'agora migrate parked purge', does: 'destroy what has been parked for its time' }],
  async run({ context }) {
    const { out } = context;
    const items = await listParked(migrationTarget(await openProject(context), context));
    out.data(items, () => (items.length === 0 ? 'Nothing is parked.' : tableOf(out, items)));
    return EXIT.ok;
  },
});

function tableOf(out: Pick<Output, 'table'>, items: readonly ParkedItem[]): string {
  return out.table(items, [
    { heading: 'what', cell: ({ kind, name }) => `${kind} ${name}` },
    { heading: 'now', cell: ({ now }) => now ?? 'gone' },
    { heading: 'since', cell: ({ since }) => moment(since) },
    { heading: 'until', cell: ({ until, isOver }) => `${moment(until)}${isOver ? ', over' : ''}` },
    { heading: 'rows', cell: ({ rows }) => rows ?? '?', align: 'right' },
    { heading: 'size', cell: ({ bytes }) => (bytes === null ? '?' : sized(bytes)), align: 'right' },
    { heading: 'by', cell: ({ migration, direction }) => `${migration} (${direction})` },
  ]);
}

const moment = (time: string): string => time.replace('T', ' ').slice(0, 16);
