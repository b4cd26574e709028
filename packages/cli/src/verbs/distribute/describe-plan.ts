import type { DistributePlan, DistributeStep, Place, ReadPlan, StepName } from '@agora/operations/distribute';

import type { Output } from '../../output/output.ts';
import type { Paint } from '../../terminal/paint.ts';
import { counted } from '../../terminal/text.ts';

const PLACES: Readonly<Record<Place, string>> = {
  distributed: 'by tenant',
  reference: 'every node',
  local: 'coordinator',
};

/** A plan as text: the server, each table with its place, what stands in the way, what to know, the steps. */
export function describePlan({ plan, server }: ReadPlan, out: Output, paint: Paint): string {
  const { tables, blockers, notes, steps, tenant, tenantType } = plan;
  const order: readonly Place[] = ['distributed', 'reference', 'local'];
  const rows = tables.toSorted((a, b) => order.indexOf(a.place) - order.indexOf(b.place));
  return [
    `${paint.dim('server')}  ${describeServer(server)}`,
    `${paint.dim('tenant')}  ${tenant} ${tenantType}`,
    '',
    out.table(rows, [
      { heading: 'table', cell: ({ table }) => table },
      { heading: 'goes to', cell: ({ place }) => PLACES[place] },
      { heading: 'rows', cell: ({ rows: count }) => count, align: 'right' },
      { heading: 'is there', cell: ({ done }) => (done ? 'yes' : '') },
      { heading: 'because it', cell: ({ why }) => why },
    ]),
    '',
    ...(blockers.length === 0
      ? [paint.green('Nothing stands in the way.')]
      : [paint.red(`${counted(blockers.length, 'thing stands', 'things stand')} in the way:`)]),
    ...blockers.flatMap(({ code, message, why, fix }) => [
      '',
      `${paint.red(code)}  ${message}`,
      `  why  ${why}`,
      `  fix  ${fix}`,
    ]),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `${paint.yellow('note')}  ${note}`)]),
    '',
    steps.length === 0 ? 'Nothing is left to do.' : 'In this order:',
    ...describeSteps(steps).map((line, index) => `${String(index + 1).padStart(3)}  ${line}`),
  ].join('\n');
}

function describeServer({ version, cluster, citusAvailable }: ReadPlan['server']): string {
  if (cluster !== undefined) {
    const holding = cluster.nodes.filter(({ shards }) => shards).length;
    return `PostgreSQL ${version}, Citus ${cluster.version}, ${counted(holding, 'node')} with shards`;
  }
  return `PostgreSQL ${version}, ${citusAvailable ? 'citus can be made: CREATE EXTENSION citus' : 'without the citus extension: a plan only'}`;
}

/** One line for each kind of step: what is done to many things is told by their number. */
function describeSteps(steps: DistributePlan['steps']): readonly string[] {
  return [...new Set(steps.map(({ name }) => name))].map((name) => {
    const same = steps.filter((step) => step.name === name);
    const [only] = same;
    return same.length === 1 && only !== undefined ? only.what : MANY[name](same);
  });
}

type Many = (same: readonly DistributeStep[]) => string;

const subjects = (same: readonly DistributeStep[]): string => same.map(({ subject }) => subject).join(', ');

const MANY: Readonly<Record<StepName, Many>> = {
  settings: (same) => `set ${subjects(same)} for the database`,
  'keys off': (same) => `take ${same.length} foreign keys off, and write them down`,
  reference: (same) => `put ${same.length} tables on every node: ${subjects(same)}`,
  distribute: (same) => {
    const concurrent = same.filter((step) => step.concurrent === true).length;
    return `spread ${same.length} tables by their tenant${concurrent === 0 ? '' : `, ${concurrent} of them while they are written to`}`;
  },
  'keys on': (same) => `make ${same.length} foreign keys again, each checked`,
  functions: (same) =>
    `hand calls of ${same.length} functions over to the node of their tenant: ${subjects(same)}`,
  routines: (same) => `put ${same.length} functions on every node`,
  roles: (same) => `let the nodes know the roles that the coordinator connects as: ${subjects(same)}`,
};
