import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { distributeOptions, readInput } from './options.ts';
import { describePlan } from './describe-plan.ts';

/** `agora distribute plan` */
export const plan = defineCommand({
  name: 'plan',
  summary: 'Say where each table would go, what stands in the way, and the order',
  description:
    'Reads the catalog of any PostgreSQL and changes nothing: tables with the tenant are spread by it, tables that those ' +
    'point at go to every node, the others stay. Exits 2 where something stands in the way.',
  options: distributeOptions,
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora distribute plan --tenant community_id', does: 'tables, blockers, steps' },
    {
      command: 'agora distribute plan --tenant org_id --reference countries',
      does: 'with a small table that every node should have',
    },
    {
      command: 'agora distribute plan --tenant org_id --json | jq -r ".plan.steps[].sql[]"',
      does: 'the SQL alone',
    },
  ],
  async run({ context, options }) {
    const { readDistributePlan } = await import('@agora/operations/distribute');
    const found = await readDistributePlan(await readInput(context, options));
    context.out.data(found, (paint) => describePlan(found, context.out, paint));
    return found.plan.blockers.length > 0 ? EXIT.found : EXIT.ok;
  },
});
