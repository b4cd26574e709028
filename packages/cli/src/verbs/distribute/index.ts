import { defineGroup } from '../../command/command.ts';
import { apply } from './apply.ts';
import { check } from './check.ts';
import { plan } from './plan.ts';

/** A database on several machines. A new verb: one file beside this one, and one line here. */
export const distribute = defineGroup({
  name: 'distribute',
  summary: 'Spread the database over several machines, by tenant',
  description:
    'For a schema in which a column says whose a row is, on PostgreSQL with the Citus extension: the rows of one tenant ' +
    'lie on one machine, small tables that they point at on every machine. plan works on any PostgreSQL, before there are ' +
    'any machines.',
  commands: [plan, apply, check],
  environment: { DATABASE_URL: 'the database, on the coordinator of the cluster' },
  examples: [
    { command: 'agora distribute plan --tenant community_id', does: 'what stands in the way, and the order' },
  ],
});
