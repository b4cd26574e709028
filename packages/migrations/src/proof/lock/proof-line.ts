import * as z from 'zod';

import type { MigrationReport } from '../verify/findings.ts';

/** What is remembered; the other outcomes want something to be done. */
const REMEMBERED = ['proven', 'proven with data loss', 'unproven on rows', 'irreversible'] as const;

/** A proof in agora.lock. `key` is what was proven, and with what: see `proofKeys`. */
const proofLine = z.object({
  migration: z.string(),
  /** Major version of the server on which it was proven. */
  postgres: z.int(),
  key: z.string(),
  outcome: z.enum(REMEMBERED),
  lost: z.array(z.string()).optional(),
  reason: z.string().optional(),
  notes: z.array(z.string()).optional(),
});

export type ProofLine = Readonly<z.infer<typeof proofLine>>;

/** The line of a report; undefined when there is nothing to remember. */
export function lineOf(report: MigrationReport, postgres: number, key: string): ProofLine | undefined {
  const outcome = REMEMBERED.find((one) => one === report.outcome);
  if (outcome === undefined) return undefined;
  const { migration, lost, reason, notes } = report;
  return {
    migration,
    postgres,
    key,
    outcome,
    ...(lost.length > 0 ? { lost: [...lost] } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(notes.length > 0 ? { notes: [...notes] } : {}),
  };
}

/** What a line said when it was written. */
export function reportOfLine({
  migration,
  outcome,
  lost = [],
  reason,
  notes = [],
}: ProofLine): MigrationReport {
  return Object.freeze({
    migration,
    outcome,
    lost,
    ...(reason === undefined ? {} : { reason }),
    differences: [],
    notes,
    durationMs: 0,
    remembered: true,
  });
}

/** A line of the file; undefined for comments, marks of a merge and whatever else cannot be read: it proves nothing. */
export function parseLine(text: string): ProofLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return proofLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
