import type { BackfillText } from '../../../project/backfill-file.ts';
import { needs, type Placed, stagesOf } from './schedule.ts';
import type { Part, Whole } from '../step.ts';

/** A statement in its place. */
export interface Step extends Placed {
  readonly sql: string;
  readonly comment?: string;
  /** A comment behind its semicolon. */
  readonly trailing?: string;
  readonly backfill?: BackfillText;
  readonly suffix?: string;
  /** A subcommand that stays; those of one statement are joined again where they stand together. */
  readonly part?: { readonly of: object; readonly head: string; readonly text: string };
  /** It has a file of its own. */
  readonly whole?: Whole;
}

/** Puts steps into files: what may share a transaction stays together, in the order of the original. */
export function gatherParts(steps: readonly Step[], tail: string): readonly Part[] {
  const stages = stagesOf(steps);
  const parts: Part[] = [];
  for (const stage of [...new Set(stages)].toSorted((a, b) => a - b)) {
    const here = steps.filter((_, index) => stages[index] === stage);
    const kind = here[0]?.kind ?? 'change';
    if (kind === 'backfill') for (const step of here) addBackfill(parts, step, steps);
    else
      for (const together of kind === 'build' ? here.map((step) => [step]) : aroundWholes(here))
        parts.push(partOf(together, afterOf(together, parts, steps)));
  }
  const last = parts.at(-1);
  if (tail !== '' && last !== undefined) parts.splice(-1, 1, { ...last, body: joined([last.body, tail]) });
  return parts;
}

/** Runs of steps that share a file: a whole file is one by itself. */
function aroundWholes(steps: readonly Step[]): readonly (readonly Step[])[] {
  const runs: Step[][] = [];
  for (const [index, step] of steps.entries()) {
    const last = runs.at(-1);
    if (last === undefined || step.whole !== undefined || steps[index - 1]?.whole !== undefined)
      runs.push([step]);
    else last.push(step);
  }
  return runs;
}

/** A backfill runs after the changes before it, or has a file of its own. */
function addBackfill(parts: Part[], step: Step, steps: readonly Step[]): void {
  const { backfill } = step;
  if (backfill === undefined) return;
  const last = parts.at(-1);
  if (last?.kind === 'change' && last.backfill === undefined)
    parts.splice(-1, 1, { ...last, backfill, body: joined([last.body, step.comment ?? '']) });
  else
    parts.push({
      kind: 'backfill',
      body: joined([step.comment ?? '']),
      backfill,
      after: afterOf([step], parts, steps),
      ...(step.suffix === undefined ? {} : { suffix: step.suffix }),
    });
}

/** Backfills that must be done before these steps, and that no part before waits for. */
function afterOf(
  here: readonly Step[],
  parts: readonly Part[],
  steps: readonly Step[],
): readonly BackfillText[] {
  const awaited = new Set(parts.flatMap(({ after }) => after));
  return steps.flatMap((other) => {
    const { backfill } = other;
    if (backfill === undefined || awaited.has(backfill)) return [];
    if (!parts.some((part) => part.backfill === backfill) || isAwaitedByItsOwn(other, steps)) return [];
    const matters = here.some(
      (step) => needs(step, other) && (other.whole === undefined || step.chain !== other.chain),
    );
    return matters ? [backfill] : [];
  });
}

/** A file of an expansion may ask for its backfill itself; what comes after all of its files need not. */
function isAwaitedByItsOwn({ whole, chain }: Step, steps: readonly Step[]): boolean {
  const placeholder = whole?.placeholder;
  if (placeholder === undefined) return false;
  const asks = `-- agora: after backfill ${placeholder}`;
  return steps.some((step) => step.chain === chain && step.sql.includes(asks));
}

function partOf(steps: readonly Step[], after: readonly BackfillText[]): Part {
  const [first] = steps;
  return {
    kind: first?.kind ?? 'change',
    body: joined(joinAlterations(steps).map(render)),
    after,
    ...(first?.whole === undefined ? {} : { whole: first.whole }),
    ...(first?.whole === undefined || first.backfill === undefined ? {} : { backfill: first.backfill }),
    ...(steps.length === 1 && first?.suffix !== undefined ? { suffix: first.suffix } : {}),
  };
}

/** Subcommands of one ALTER TABLE that stand side by side become one statement again. */
function joinAlterations(steps: readonly Step[]): readonly Step[] {
  const result: Step[] = [];
  for (const step of steps) {
    const last = result.at(-1);
    if (step.part === undefined || last?.part?.of !== step.part.of) {
      result.push(step);
      continue;
    }
    const text = `${last.part.text},\n${step.part.text}`;
    result.splice(-1, 1, {
      ...last,
      ...(step.trailing === undefined ? {} : { trailing: step.trailing }),
      sql: `${step.part.head} ${text}`,
      part: { ...step.part, text },
    });
  }
  return result;
}

function render({ sql, comment = '', trailing = '', whole }: Step): string {
  // Its directives stand at its top.
  if (whole !== undefined) return [sql.trim(), comment, trailing].filter((one) => one !== '').join('\n');
  const line = sql === '' ? '' : `${sql};${trailing === '' ? '' : ` ${trailing}`}`;
  return [comment, line].filter((one) => one !== '').join('\n');
}

const joined = (texts: readonly string[]): string => texts.filter((one) => one !== '').join('\n\n');
