import type { Finding } from '../lint/finding.ts';
import { describeHold, type Hold, ROW_WORK, type RowWork } from '../lint/locks/hold.ts';
import { compareModes, type LockMode } from '../lint/locks/lock-mode.ts';
import type { LinterDifference, TracedStatement } from './trace.ts';

/**
 * Holds what the linter says of a migration's way forward against its trace. A finding must name the strongest lock that
 * its statement holds, taken by itself or by one before it in the transaction, and the heaviest work; a statement that
 * works on all rows while others wait must have a finding. Pure.
 */
export function differencesFromLint(
  statements: readonly TracedStatement[],
  findings: readonly Finding[],
): readonly LinterDifference[] {
  const claims = findings.filter(({ direction, lock }) => direction === 'up' && lock !== undefined);
  const before = modesBefore(statements);
  return statements.flatMap((statement, index) => {
    const next = statements[index + 1];
    const isHere = (finding: Finding): boolean =>
      !isBefore(finding, statement) && (next === undefined || isBefore(finding, next));
    // What the linter could not read, it said nothing of.
    if (findings.some((finding) => finding.rule === 'unread-sql' && isHere(finding))) return [];
    const about = claims.filter(isHere);
    const seen = seenHold(statement);
    const own = strongest(statement.locks.filter(({ there }) => there).map(({ mode }) => mode));
    const foundLock = strongest(about.flatMap(({ lock }) => lock ?? []));
    const isRight =
      foundLock === undefined
        ? seen.work === undefined || statement.under.every(({ waits }) => waits === 'nothing')
        : // A lock that its transaction has already is not taken again.
          ([seen.lock, own].includes(foundLock) || before[index]?.has(foundLock) === true) &&
          heaviest(about.flatMap(({ work }) => work ?? [])) === seen.work;
    if (isRight) return [];
    const words = about.map((finding) => `${finding.rule}: ${describeHold(finding)}`);
    return [
      { line: statement.line, text: statement.text, predicted: words, seen: describeHold(seen) || 'nothing' },
    ];
  });
}

/** Of each statement, the modes that its transaction has taken before it on what was there. */
function modesBefore(statements: readonly TracedStatement[]): readonly ReadonlySet<LockMode>[] {
  let modes = new Set<LockMode>();
  let current: number | undefined;
  return statements.map(({ transaction, locks }) => {
    if (transaction === undefined || transaction !== current) modes = new Set();
    current = transaction;
    const before = new Set(modes);
    for (const { there, mode } of locks) if (there) modes.add(mode);
    return before;
  });
}

interface At {
  readonly line: number;
  readonly column: number;
}

function isBefore(a: At, b: At): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** What a statement held on what was there before, and did to its rows, in the words of the linter. */
function seenHold({ under, rewritten, built, scans }: TracedStatement): Hold {
  const lock = strongest(under.map(({ mode }) => mode));
  const done: readonly [boolean, RowWork][] = [
    [rewritten.length > 0, 'rewrites the table'],
    [built.length > 0, 'builds an index'],
    [scans.length > 0, 'reads every row'],
  ];
  const work = heaviest(done.flatMap(([is, one]) => (is ? [one] : [])));
  return { ...(lock === undefined ? {} : { lock }), ...(work === undefined ? {} : { work }) };
}

function strongest(modes: readonly LockMode[]): LockMode | undefined {
  return modes.toSorted((a, b) => compareModes(b, a))[0];
}

function heaviest(work: readonly RowWork[]): RowWork | undefined {
  return ROW_WORK.find((one) => work.includes(one));
}
