import { describeContractStatus, describeStatus, readContractStatus, readStatus } from '@agora/migrations';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { migrationTarget, noteEnvironment, openProject } from '../../project/open/open-project.ts';

/** `agora migrate status` */
export const status = defineCommand({
  name: 'status',
  summary: 'Show what is applied, pending, failed, edited, missing or late',
  description: 'Reads only. Exits 2 when anything is pending or wrong.',
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate status', does: 'where the database is' },
    { command: 'agora migrate status --json', does: 'the same for a program' },
  ],
  next: [{ command: 'agora migrate deploy', does: 'apply what is pending' }],
  async run({ context }) {
    const opened = await openProject(context, { prisma8: true });
    const { environment } = opened;
    noteEnvironment(context.out, environment);
    const target = migrationTarget(opened, context);
    if (opened.project.prisma8 === true) {
      const contract = await readContractStatus(target.url, target.directory);
      context.out.data({ ...contract, environment }, () =>
        context.out.lines(describeContractStatus(contract)),
      );
      return contract.state === 'up-to-date' ? EXIT.ok : EXIT.found;
    }
    const report = await readStatus(target);
    context.out.data({ ...report, environment }, () => context.out.lines(describeStatus(report)));
    return report.state === 'up-to-date' ? EXIT.ok : EXIT.found;
  },
});
