import type { Script } from '../../project/folder.ts';
import { compareStandings, type Proof, type Standing } from './round-trip/prove.ts';

/** What the walk found out about one migration. */
export interface MigrationReport {
  readonly migration: string;
  readonly outcome:
    | 'proven'
    | 'proven with data loss'
    /** Both ways run and the catalogs are equal, but a table that changes had no row to show what becomes of it. */
    | 'unproven on rows'
    | 'irreversible'
    /** No way back was found; there may be one. */
    | 'not found'
    | 'failed'
    | 'no down.sql';
  /** `schema.table` or `schema.table.column`: what the way back does not bring back. */
  readonly lost: readonly string[];
  /** Why it failed or has no way back, or why some values do not come back. */
  readonly reason?: string;
  /** Differences of the catalogs, if that is what failed. */
  readonly differences: readonly string[];
  readonly notes: readonly string[];
  readonly durationMs: number;
  /** It was proven by an earlier run, of which agora.lock has a line. */
  readonly remembered?: true;
  /** A way back that was generated in this walk, ready to be written. */
  readonly generated?: Script;
}

/** What was found out, before it has a name and a duration. */
export type Finding = Partial<MigrationReport> & Pick<MigrationReport, 'outcome'>;

/** The database that went to and fro must end where going straight ends. */
export function differsFrom(after: Standing, result: Proof): Proof {
  if (!result.proven) return result;
  const differences = compareStandings(after, result.after);
  if (differences.length === 0) return result;
  return {
    proven: false,
    stage: 'catalog after up again',
    reason: 'going straight gives another catalog than going to and fro',
    differences,
    notes: result.notes,
  };
}

/** What a proof says about its migration. */
export function reportOf(proof: Proof): Finding {
  if (proof.proven) {
    const { lost, reasons, unproven, unjudged } = proof;
    const unseen = [
      ...(unproven.length === 0 ? [] : [`no row could be made up in ${unproven.join(', ')}`]),
      ...unjudged,
    ];
    if (lost.length > 0)
      return {
        outcome: 'proven with data loss',
        lost,
        ...(reasons.length > 0 ? { reason: reasons.join('\n') } : {}),
        notes: [...proof.notes, ...unseen],
      };
    return unseen.length > 0
      ? { outcome: 'unproven on rows', lost, notes: proof.notes, reason: unseen.join('; ') }
      : { outcome: 'proven', lost, notes: proof.notes };
  }
  return {
    outcome: 'failed',
    reason: `${proof.stage}: ${proof.reason}`,
    differences: proof.differences,
    notes: proof.notes,
  };
}
