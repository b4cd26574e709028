import { schemaOf, withReader } from '../../apply/session.ts';
import { type ParkedItem, readParkedItems } from '../../parking/parked-items.ts';

/** What a project has parked in a database, the oldest first. Reads only. */
export function listParked({ url }: { readonly url: string }): Promise<readonly ParkedItem[]> {
  return withReader(url, (client) => readParkedItems(client, schemaOf(url)));
}
