// Made from begun-load.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface BegunLoadParameters {

}

export interface BegunLoadRow {
  readonly scale: number;
  readonly seed: number;
  readonly reference: Date;
  readonly strategy: string;
  readonly finishedAt: Date | null;
  readonly missingParts: number;
}

export const begunLoadSql = sql<BegunLoadParameters, BegunLoadRow>({
  name: 'begun-load',
  parameters: [],
  text: `SELECT scale, seed::float8 AS seed, reference, strategy, finished_at AS "finishedAt",
       (SELECT count(*)::integer FROM agora.load_structure) AS "missingParts"
  FROM agora.loads`,
});
