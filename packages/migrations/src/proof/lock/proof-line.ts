import type { MigrationReport } from '../verify/findings.ts';

/** What is remembered; the other outcomes want something to be done. */
const REMEMBERED = ['proven', 'proven with data loss', 'unproven on rows', 'irreversible'] as const;

/** A proof in agora.lock. */
export interface ProofLine {
  readonly migration: string;
  /** Major version of the server on which it was proven. */
  readonly postgres: number;
  /** What was proven, and with what: see `proofKeys`. */
  readonly key: string;
  readonly outcome: (typeof REMEMBERED)[number];
  readonly lost?: readonly string[];
  readonly reason?: string;
  readonly notes?: readonly string[];
}

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
    ...(lost.length > 0 ? { lost } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(notes.length > 0 ? { notes } : {}),
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
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLine(value: unknown): value is ProofLine {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const outcome = fields.get('outcome');
  const reason = fields.get('reason');
  return (
    typeof fields.get('migration') === 'string' &&
    typeof fields.get('postgres') === 'number' &&
    typeof fields.get('key') === 'string' &&
    REMEMBERED.some((one) => one === outcome) &&
    isTexts(fields.get('lost')) &&
    (reason === undefined || typeof reason === 'string') &&
    isTexts(fields.get('notes'))
  );
}

const isTexts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
