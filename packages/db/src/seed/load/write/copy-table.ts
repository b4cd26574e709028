import { type Client, quoteIdentifier, withBinaryCopy } from '@agora/postgres';
import type { RowSender } from '@agora/seeding';
import type { LoadTable } from '../../factories/index.ts';
import type { LoadContext } from '../../factories/load-context.ts';

/** Rows of one community for one table. */
interface TableCopy {
  readonly table: LoadTable;
  readonly ctx: LoadContext;
  readonly sender: RowSender;
  /** Stored frozen: into a table that the transaction has made or emptied. */
  readonly freeze: boolean;
}

/** Sends them; how many they were. */
export function copyTable(client: Client, { table, ctx, sender, freeze }: TableCopy): Promise<number> {
  const { columns, generated } = table;
  return withBinaryCopy(client, { table: quoteIdentifier(table.table), columns, freeze }, (send) =>
    sender.write(generated, ctx, send),
  );
}
