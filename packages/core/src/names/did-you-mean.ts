/**
 * The candidates a person probably meant by `given`, best first, at most three.
 * Near means: few edits for its length, or a beginning of at least three letters.
 */
export function didYouMean(given: string, candidates: Iterable<string>): string[] {
  const wanted = given.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.replace(/^-+/, '').length * 0.4));
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance: d }) => d <= allowed || isBeginning(wanted, candidate.toLowerCase()))
    .toSorted((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

const choices = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** The `why` of an error about a name that is none of those known. */
export function meant(near: readonly string[]): { why?: string } {
  return near.length === 0 ? {} : { why: `Did you mean ${choices.format(near)}?` };
}

function isBeginning(given: string, candidate: string): boolean {
  return given.replace(/^-+/, '').length >= 3 && candidate.startsWith(given);
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours each cost 1. */
export function distance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, beforePrevious[j - 2]! + 1);
      }
      row.push(best);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length]!;
}
