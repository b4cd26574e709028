import type { BackfillText } from '../../../project/backfill-file.ts';
import { isOnlySpeed } from './exchanges.ts';
import { needs, pairsOf, type Placed, stagesOf, stepsBetween } from './schedule.ts';
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
  readonly part?: Subcommand;
  /** It has a file of its own. */
  readonly whole?: Whole;
  /** It has a file of its own, with what it takes the place of; this line stands at its top. */
  readonly allow?: string;
  /** The place of the statement that it comes from. */
  readonly from: number;
}

interface Subcommand {
  readonly of: { readonly text: string };
  /** How many that statement has. */
  readonly all: number;
  readonly head: string;
  readonly text: string;
  /** Comments above it, and behind it in its line. */
  readonly before: string;
  readonly behind: string;
}

interface StepPair {
  readonly taker: Step;
  readonly giver: Step;
}

export interface Gathered {
  readonly parts: readonly Part[];
  /** Between whose files the site would be without something. */
  readonly torn: readonly (StepPair & { readonly between: readonly Step[] })[];
}

/** Puts steps into files: what may share a transaction stays together, in the order of the original. */
export function gatherParts(steps: readonly Step[], tail: string): Gathered {
  const stages = stagesOf(steps);
  const pairs = pairsOf(steps).flatMap(({ taker, giver }) => {
    const [takes, gives] = [steps[taker], steps[giver]];
    return takes === undefined || gives === undefined ? [] : [{ taker: takes, giver: gives }];
  });
  const parts: Part[] = [];
  const files: (readonly Step[])[] = [];
  for (const stage of [...new Set(stages)].toSorted((a, b) => a - b)) {
    const here = steps.filter((_, index) => stages[index] === stage);
    const kind = here[0]?.kind ?? 'change';
    if (kind === 'backfill') for (const step of here) addBackfill(parts, step, steps);
    else
      for (const together of kind === 'build' ? here.map((step) => [step]) : filesOf(here, pairs)) {
        files.push(together);
        parts.push(partOf(together, afterOf(together, parts, steps)));
      }
  }
  const last = parts.at(-1);
  if (tail !== '' && last !== undefined) parts.splice(-1, 1, { ...last, body: joined([last.body, tail]) });
  const fileOf = (step: Step): number => files.findIndex((file) => file.includes(step));
  const torn = pairs.filter(
    ({ taker, giver }) => fileOf(taker) < fileOf(giver) && !isOnlySpeed(taker.exchange, giver.exchange),
  );
  return {
    parts,
    torn: torn.map((pair) => ({ ...pair, between: stepsBetween(steps, pair.taker, pair.giver) })),
  };
}

/**
 * Steps that share a file: an expansion's is one by itself, and so is one that has something to allow, with what it takes
 * the place of. What needs none of these comes before them.
 */
function filesOf(steps: readonly Step[], pairs: readonly StepPair[]): readonly (readonly Step[])[] {
  const alone = (step: Step): boolean => step.whole !== undefined || step.allow !== undefined;
  const later = new Set<Step>();
  for (const step of steps)
    if (alone(step) || [...later].some((other) => needs(step, other))) later.add(step);
  const files: Step[][] = [];
  let open: Step[] | undefined;
  for (const step of [...steps.filter((one) => !later.has(one)), ...later]) {
    if (alone(step)) {
      files.push([...(step.allow === undefined ? [] : takenWith(step, open ?? [], pairs)), step]);
      open = undefined;
    } else if (open === undefined) files.push((open = [step]));
    else open.push(step);
  }
  return files.filter((file) => file.length > 0);
}

/** The last of the steps of a file that take away what one gives again, taken out of it. */
function takenWith(giver: Step, file: Step[], pairs: readonly StepPair[]): readonly Step[] {
  const at = file.findLastIndex((step) => !pairs.some((one) => one.giver === giver && one.taker === step));
  return file.splice(at + 1);
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
  const allows = steps.flatMap(({ allow }) => allow ?? []);
  const whole = allows.length > 0 ? {} : first?.whole;
  const { suffix } = steps.at(-1) ?? {};
  return {
    kind: first?.kind ?? 'change',
    body: joined([...allows, ...joinAlterations(steps).map(render)]),
    after,
    ...(whole === undefined ? {} : { whole }),
    ...(first?.whole === undefined || first.backfill === undefined ? {} : { backfill: first.backfill }),
    ...(suffix === undefined || (steps.length > 1 && allows.length === 0) ? {} : { suffix }),
  };
}

/** Subcommands of one ALTER TABLE that stand side by side become one statement again: all of them, as it was written. */
function joinAlterations(steps: readonly Step[]): readonly Step[] {
  const runs: Run[] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (step.part !== undefined && last?.[0]?.part?.of === step.part.of) last.push(step);
    else runs.push([step]);
  }
  return runs.map((run) => joinedStep(run));
}

type Run = [Step, ...Step[]];

function joinedStep([first, ...more]: Run): Step {
  const run = [first, ...more];
  const last = run.at(-1) ?? first;
  if (first.part === undefined) return first;
  const { of, all, head, before } = first.part;
  const trailing = run
    .map((step) => step.trailing ?? '')
    .filter((one) => one !== '')
    .join(' ');
  const parts = run.flatMap(({ part }) => part ?? []);
  if (parts.length === all) return { ...first, sql: of.text, trailing };
  const texts = parts.map((part, index) => {
    const end = index === parts.length - 1 ? '' : joinedBehind(',', part.behind);
    return `${index === 0 || part.before === '' ? '' : `${part.before}\n`}${part.text}${end}`;
  });
  return {
    ...first,
    comment: [first.comment ?? '', before].filter((one) => one !== '').join('\n'),
    sql: `${head} ${texts.join('\n')}`,
    trailing: joinedBehind(last.part?.behind, trailing),
  };
}

/** Comments of one line. */
export function joinedBehind(one = '', other = ''): string {
  return [one, other].filter((text) => text !== '').join(' ');
}

function render({ sql, comment = '', trailing = '', whole }: Step): string {
  // Its directives stand at its top.
  if (whole !== undefined) return [sql.trim(), comment, trailing].filter((one) => one !== '').join('\n');
  const line = sql === '' ? '' : `${sql};${trailing === '' ? '' : ` ${trailing}`}`;
  return [comment, line].filter((one) => one !== '').join('\n');
}

const joined = (texts: readonly string[]): string => texts.filter((one) => one !== '').join('\n\n');
