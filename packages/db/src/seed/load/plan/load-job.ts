import type { LoadCommunity } from '../../simulation/scale.ts';

/** A part of a load: one community in all tables, or some tables with the rows of all communities. */
export type LoadJob =
  | { kind: 'community'; community: LoadCommunity }
  | {
      kind: 'tables';
      tables: readonly string[];
      /** Whether one of them holds what follows from the ledger. */
      withOutcome: boolean;
      communities: readonly LoadCommunity[];
    };
