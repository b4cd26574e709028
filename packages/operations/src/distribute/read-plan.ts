import { type Catalog, readCatalog } from '@agora/catalog';
import { type Client, withConnection } from '@agora/postgres';
import { loadParser } from '@agora/postgres/parser';

import { readJournal } from './journal.ts';
import { type DistributePlan, planDistribution, type PlanOptions, stillOff, wholeTables } from './plan.ts';
import { readServer, type ServerFacts } from './server/read-server.ts';
import type { SchemaTable } from './schema/table.ts';
import type { RememberedKey } from './steps.ts';

/** What is asked for. */
export interface DistributeInput extends Pick<PlanOptions, 'tenant' | 'reference'> {
  readonly url: string;
}

/** A plan, and what it was made from. */
export interface ReadPlan {
  readonly plan: DistributePlan;
  readonly server: ServerFacts;
  /** By label. */
  readonly tables: ReadonlyMap<string, SchemaTable>;
  readonly catalog: Catalog;
  /** Foreign keys that the journal calls off, and that are on again or gone with their tables. */
  readonly settled: readonly RememberedKey[];
}

/**
 * Looks at a database, on any PostgreSQL, and plans how it would be spread over the nodes of a Citus cluster. Writes nothing.
 * @throws AgoraError `operations.tenant_unknown`, `operations.table_unknown`, and the server's own
 */
export function readDistributePlan({ url, ...options }: DistributeInput): Promise<ReadPlan> {
  return withConnection(url, (client) => readPlan(client, options));
}

/** The same, on a connection at hand. */
export async function readPlan(
  client: Client,
  options: Pick<PlanOptions, 'tenant' | 'reference'>,
): Promise<ReadPlan> {
  await loadParser();
  const server = await readServer(client);
  const remembered = (await readJournal(client)).off;
  const catalog = await readCatalog(client);
  const off = stillOff(catalog, remembered);
  const settled = remembered.filter((one) => !off.includes(one));
  const plan = planDistribution(catalog, server, { ...options, off });
  return { plan, server, tables: wholeTables(catalog, off), catalog, settled };
}
