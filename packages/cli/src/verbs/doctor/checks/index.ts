import type { Check } from '../check.ts';
import { connection, pooler, rights } from './connection.ts';
import { drift, extensions, history, indexes, waysBack } from './history.ts';
import { disk, git, settings } from './surroundings.ts';
import { node, prisma, server } from './versions.ts';

/** Everything that is looked at, in the order of the report. A new one: its room, and a line here. */
export const checks: readonly Check[] = [
  node,
  prisma,
  connection,
  server,
  pooler,
  rights,
  settings,
  extensions,
  history,
  drift,
  indexes,
  waysBack,
  disk,
  git,
];
