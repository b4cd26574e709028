import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { counted } from '../../terminal/text.ts';
import { distributeOptions, readInput } from './options.ts';

/** `agora distribute check` */
export const check = defineCommand({
  name: 'check',
  summary: 'Say whether the cluster is as the schema wants it',
  description:
    'Each table in its place and beside its tenant’s other rows, foreign keys on and validated, settings and logins there, ' +
    'privileges and policies on every node and every shard as on the coordinator. Changes nothing. Names tables that a ' +
    'migration has made since. Exits 2 where something is not so.',
  options: distributeOptions,
  environment: { DATABASE_URL: 'the coordinator’s database' },
  examples: [
    { command: 'agora distribute check --tenant community_id', does: 'after a deploy, or a new node' },
  ],
  next: [{ command: 'agora distribute apply --tenant community_id', does: 'moves what is not in its place' }],
  async run({ context, options }) {
    const { checkDistribution } = await import('@agora/operations/distribute');
    const { out } = context;
    const report = await checkDistribution(await readInput(context, options));
    const { faults, plan, compared } = report;
    out.data(report, (paint) =>
      faults
        .flatMap(({ code, message, why, fix }) => [
          `${paint.red(code)}  ${message}`,
          ...why.split('\n').map((line) => `  why  ${line}`),
          `  fix  ${fix}`,
        ])
        .join('\n'),
    );
    if (faults.length > 0) {
      out.warn(`${counted(faults.length, 'thing is', 'things are')} not as the schema wants it.`);
      return EXIT.found;
    }
    out.success(
      `${counted(plan.tables.length, 'table')} where they belong; rights are the same on ${counted(compared, 'table and shard', 'tables and shards')}.`,
    );
    return EXIT.ok;
  },
});
