import { tableExists, withConnection } from '@agora/postgres';

import { type ContractMigration, readContractFolder } from './contract-folder.ts';

/** Where a database of Prisma 8 is, compared with a folder. Plain data, fit for JSON. */
export interface ContractStatus {
  readonly prisma: 8;
  readonly state: 'up-to-date' | 'pending';
  /** Oldest first. `name` is empty for a change that Prisma made without a migration. Times are ISO 8601. */
  readonly applied: readonly (ContractMigration & { readonly appliedAt: string; readonly onDisk: boolean })[];
  readonly pending: readonly ContractMigration[];
}

/**
 * Reads the history that Prisma 8 keeps in the schema `prisma_contract`, as of 8.0.0-rc.19. Writes nothing.
 * @param directory the folder of its migrations
 */
export async function readContractStatus(url: string, directory: string): Promise<ContractStatus> {
  const onDisk = await readContractFolder(directory);
  const rows = await withConnection({ url, applicationName: 'agora status' }, async (client) => {
    if (!(await tableExists(client, 'prisma_contract', 'ledger'))) return [];
    const ledger = await client.query<{ space: string; name: string; at: Date }>(
      'SELECT space, migration_name AS name, created_at AS at FROM prisma_contract.ledger ORDER BY id',
    );
    return ledger.rows;
  });
  const applied = rows.map(({ space, name, at }) => ({
    space,
    name,
    appliedAt: at.toISOString(),
    onDisk: onDisk.some((one) => isSame(one, { space, name })),
  }));
  const pending = onDisk.filter((migration) => !applied.some((one) => isSame(one, migration)));
  return { prisma: 8, state: pending.length === 0 ? 'up-to-date' : 'pending', applied, pending };
}

function isSame(one: ContractMigration, other: ContractMigration): boolean {
  return one.space === other.space && one.name === other.name;
}

/** The report as text, a line for each migration. */
export function describeContractStatus({ applied, pending }: ContractStatus): string {
  return [
    `Prisma 8: ${applied.length} applied, ${pending.length} pending`,
    ...applied.map(
      ({ space, name, appliedAt, onDisk }) =>
        `applied  ${space}/${name || '(without a migration)'}  ${appliedAt}${onDisk || name === '' ? '' : '  not on disk'}`,
    ),
    ...pending.map(({ space, name }) => `pending  ${space}/${name}`),
  ].join('\n');
}
