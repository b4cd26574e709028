import type { Client } from '@agora/postgres';
import { mayTakeOff } from '@agora/seeding';
import { LOADER } from '../database/roles.ts';
import type { LoadState } from './plan/state.ts';
import { loadTableNames } from '../factories/index.ts';

/** On an empty database, whose indexes and keys may be taken away, the fast way. Writes nothing. */
export async function chooseStrategy(client: Client): Promise<LoadState['strategy']> {
  return (await mayTakeOff(client, loadTableNames, LOADER)) ? 'bare' : 'in place';
}
