// Made from begin-load.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface BeginLoadParameters {
  readonly scale: number;
  readonly seed: bigint | number;
  readonly reference: Date | string;
  readonly strategy: string;
}

export interface BeginLoadRow {

}

export const beginLoadSql = sql<BeginLoadParameters, BeginLoadRow>({
  name: 'begin-load',
  parameters: ['scale', 'seed', 'reference', 'strategy'],
  text: `INSERT INTO agora.loads (scale, seed, reference, strategy) VALUES ($1, $2, $3, $4)`,
});
