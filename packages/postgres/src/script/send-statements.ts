import { sqlState } from '../errors/server-error.ts';
import { withRepeatedCancellation } from './cancellation.ts';
import { type Answer, sendTogether } from './pipeline.ts';
import { atStatement, inScript, ScriptFailure } from './script-failure.ts';
import type { ScriptRun } from './script-run.ts';
import type { Statement } from './text/statements.ts';

/** Statements that are sent ahead at most, so that a script of many megabytes is not in memory twice. */
const TOGETHER = 64;

/**
 * Begins a transaction and runs its statements.
 * @param opening BEGIN, and what it brings
 * @throws ScriptFailure with the first that failed
 */
export async function sendTransaction(
  run: ScriptRun,
  statements: readonly Statement[],
  opening: string,
  committed: number,
): Promise<void> {
  const { recorder } = run;
  if (!recorder.afterBegin && !asksBetween(run)) return sendStatements(run, statements, opening, committed);
  await sendStatements(run, [], opening, committed);
  await recorder.afterBegin?.(statements);
  if (statements.length > 0) await sendStatements(run, statements, undefined, committed);
}

/**
 * Runs statements of one transaction without waiting for each answer.
 * @param opening goes ahead of them in the same write
 * @param committed how many statements of the script are committed already
 * @throws ScriptFailure with the first that failed
 */
async function sendStatements(
  run: ScriptRun,
  statements: readonly Statement[],
  opening: string | undefined,
  committed: number,
): Promise<void> {
  const total = run.statements.length;
  let ahead = opening;
  for (const batch of batchesOf(run, statements)) {
    run.cancellable?.signal.throwIfAborted();
    const [first] = batch;
    const replaced = first !== undefined && run.recorder.mayReplace?.(first) === true;
    if (replaced && ahead !== undefined) {
      const unopened = await sendBatch(run, [], ahead);
      if (unopened) throw new ScriptFailure(unopened.error, { statement: undefined, committed, total });
      ahead = undefined;
    }
    const failed = replaced ? await sendReplaced(run, first) : await sendAsked(run, batch, ahead);
    if (failed) throw new ScriptFailure(failed.error, { statement: failed.statement, committed, total });
    ahead = undefined;
  }
}

/** Statements that go out in one write, one batch at least. */
function batchesOf(run: ScriptRun, statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const { recorder } = run;
  // COPY FROM STDIN would take what was sent ahead for its data, and the connection would break.
  const alone = asksBetween(run) || statements.some((statement) => /^copy\b/i.test(statement.text));
  const most = alone ? 1 : TOGETHER;
  const batches: Statement[][] = [];
  let open: Statement[] | undefined;
  for (const statement of statements) {
    const isAlone = recorder.mayReplace?.(statement) === true;
    if (open === undefined || isAlone || open.length === most) batches.push((open = []));
    open.push(statement);
    if (isAlone) open = undefined;
  }
  return batches.length === 0 ? [[]] : batches;
}

/** Lets the recorder run something in the place of a statement; else runs the statement. */
async function sendReplaced(run: ScriptRun, statement: Statement): Promise<Failed | undefined> {
  const { recorder } = run;
  const began = performance.now();
  try {
    const replace = async (): Promise<boolean> => (await recorder.instead?.(statement)) === true;
    if (!(await withRepeatedCancellation(run.cancellable, replace)))
      return await sendBatch(run, [statement], undefined);
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    return { statement, error: atStatement(error, run.sql, statement) };
  }
  recorder.started?.(statement);
  recorder.ended?.(statement, { ms: performance.now() - began, rows: 0 });
  return undefined;
}

/** Whether the session is asked between statements, which are sent one by one then. */
function asksBetween({ recorder }: ScriptRun): boolean {
  return recorder.beforeStatement !== undefined || recorder.afterStatement !== undefined;
}

async function sendAsked(
  run: ScriptRun,
  statements: readonly Statement[],
  opening: string | undefined,
): Promise<Failed | undefined> {
  const [only] = asksBetween(run) ? statements : [];
  if (only) await run.recorder.beforeStatement?.(only);
  const failed = await sendBatch(run, statements, opening);
  if (only && !failed) await run.recorder.afterStatement?.(only);
  return failed;
}

interface Failed {
  /** Undefined when it was the opening. */
  readonly statement: Statement | undefined;
  readonly error: unknown;
}

async function sendBatch(
  run: ScriptRun,
  statements: readonly Statement[],
  opening: string | undefined,
): Promise<Failed | undefined> {
  const ahead = opening === undefined ? 0 : 1;
  let failed: Failed | undefined;
  let began = performance.now();
  const start = (index: number): void => {
    const statement = statements[index];
    if (statement) run.recorder.started?.(statement);
  };
  const onAnswer = (answer: Answer, at: number): void => {
    if (failed) return;
    const statement = statements[at - ahead];
    if ('error' in answer) {
      const error = statement ? inScript(answer.error, run.sql, statement) : answer.error;
      failed = { statement, error };
      return;
    }
    const now = performance.now();
    if (statement) run.recorder.ended?.(statement, { ms: now - began, rows: answer.rows });
    began = now;
    start(at - ahead + 1);
  };
  if (ahead === 0) start(0);
  const texts = statements.map((statement) => statement.text);
  await withRepeatedCancellation(run.cancellable, () =>
    sendTogether(run.client, opening === undefined ? texts : [opening, ...texts], onAnswer),
  );
  return failed;
}

/**
 * Runs one statement outside of a transaction.
 * @throws ScriptFailure
 */
export async function sendStatement(run: ScriptRun, statement: Statement, committed: number): Promise<void> {
  run.cancellable?.signal.throwIfAborted();
  const failed = await sendAsked(run, [statement], undefined);
  if (failed) throw new ScriptFailure(failed.error, { statement, committed, total: run.statements.length });
}
