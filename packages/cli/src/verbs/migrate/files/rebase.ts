import type { Orders } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { flag, text } from '../../../command/option.ts';
import { UsageError } from '../../../command/usage-error.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { scratchServer, serverOption } from '../../../project/scratch/scratch-server.ts';

/** `agora migrate rebase` */
export const rebase = defineCommand({
  name: 'rebase',
  summary: 'Give migrations that were merged late a newer timestamp',
  description:
    'After a merge of the base branch, or a rebase onto it: your own migrations that come before its last get newer ' +
    'names, in their order; down.sql and their lines in agora.lock move along. Refuses for one that the project’s ' +
    'database has applied. Runs both orders in temporary databases first: exits 2 when they make different schemas, so ' +
    'that one of the migrations should be looked at.',
  options: {
    base: text('git ref', 'the branch that was merged'),
    dryRun: flag('run both orders and print; rename nothing'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [{ command: 'agora migrate rebase --base origin/main', does: 'after git merge origin/main' }],
  next: [{ command: 'agora migrate verify', does: 'prove the ways back in their new place' }],
  async run({ context, options }) {
    const { out } = context;
    const { base, dryRun } = options;
    if (base === undefined) {
      throw new UsageError({
        code: 'cli.missing_value',
        message: 'Name the branch that was merged.',
        fix: 'agora migrate rebase --base origin/main',
      });
    }
    const { rebase: rebaseMigrations } = await import('@agora/migrations');
    const { project } = await openProject(context);
    const adminUrl = await scratchServer(project, context, options.server);
    const report = await out.step('Running both orders', () =>
      rebaseMigrations({ project, base, adminUrl, dryRun }),
    );
    out.data(report, () => report.renames.map(({ from, to }) => `${from} -> ${to}`).join('\n'));
    if (report.renames.length === 0) {
      out.note(`Nothing comes too early: every migration of ${base} is before your own.`);
      return EXIT.ok;
    }
    if (report.unseen !== undefined) out.warn(`Whether they are applied was not seen: ${report.unseen}`);
    if (!dryRun) out.success(`${report.renames.length} renamed.`);
    return told((warning) => out.warn(warning), report.orders) ? EXIT.ok : EXIT.found;
  },
});

/** @returns whether both orders make the same */
function told(warn: (text: string) => void, orders: Orders | undefined): boolean {
  if (orders?.kind === 'different')
    warn(['The two orders make different schemas:', ...orders.differences].join('\n'));
  if (orders?.kind === 'only the new one runs') warn(`The order of before does not run: ${orders.reason}`);
  return orders === undefined || orders.kind === 'same catalog';
}
