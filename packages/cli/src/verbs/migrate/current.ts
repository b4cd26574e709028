import { readStatus } from '@agora/migrations';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { migrationTarget, openProject } from '../../project/open/open-project.ts';

/** `agora migrate current` */
export const current = defineCommand({
  name: 'current',
  summary: 'Print the migration applied last',
  description: 'Nothing but its name, for scripts; an empty line when none is applied. Reads only.',
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [{ command: 'agora migrate rollback --to "$(agora migrate current)"', does: 'nothing, safely' }],
  next: [{ command: 'agora migrate history', does: 'all of them' }],
  async run({ context }) {
    const target = migrationTarget(await openProject(context), context);
    const report = await readStatus(target);
    context.out.data({ current: report.current ?? null }, () => report.current ?? '');
    return EXIT.ok;
  },
});
