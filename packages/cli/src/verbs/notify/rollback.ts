import { defineCommand } from '../../command/command.ts';
import { text } from '../../command/option.ts';
import { migrationTarget, openProject } from '../../project/open/open-project.ts';
import { send } from './send.ts';

/** `agora notify rollback` */
export const rollback = defineCommand({
  name: 'rollback',
  summary: 'Tell the receivers of the last rollback',
  description:
    'Which migrations were rolled back last stands in the journal of the database. Exits 1 when a receiver did not take it.',
  options: { message: text('text', 'what is to be said beside it, such as the reason') },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora notify rollback', does: 'what was rolled back last' },
    { command: 'agora notify rollback --message "Posts were slow"', does: 'with the reason' },
  ],
  async run({ context, options }) {
    const opened = await openProject(context);
    const { readStatus } = await import('@agora/migrations');
    const { entries } = await readStatus({ ...migrationTarget(opened, context), runs: true });
    const names = lastRollback(
      entries.flatMap(({ name, runs = [] }) =>
        runs
          .filter(({ outcome }) => outcome === 'succeeded')
          .map(({ id, direction }) => ({ id: Number(id), direction, name })),
      ),
    );
    return send(context, opened, {
      event: 'rollback',
      title: names.length === 0 ? 'agora: a rollback' : `agora: rolled back ${names.join(', ')}`,
      text: options.message ?? 'Migrations were rolled back.',
      migrations: names,
    });
  },
});

/** The migrations of the last unbroken row of rollbacks, the last applied first. Pure. */
export function lastRollback(
  runs: readonly { readonly id: number; readonly direction: string; readonly name: string }[],
): readonly string[] {
  const ordered = runs.toSorted((a, b) => a.id - b.id);
  const last = ordered.findLastIndex(({ direction }) => direction === 'down');
  const before = ordered.slice(0, last + 1).findLastIndex(({ direction }) => direction !== 'down');
  return ordered.slice(before + 1, last + 1).map(({ name }) => name);
}
