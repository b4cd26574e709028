import { type BackfillEvent, type BackfillResult, describeBackfillEvent } from '@agora/migrations';

import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import type { Output } from '../../output/output.ts';
import { duration, type Progress } from '../../terminal/progress.ts';
import { counted } from '../../terminal/text.ts';

/** Shows batches as they go. */
interface BackfillProgress {
  readonly onEvent: (event: BackfillEvent) => void;
  /** Ends the bar. Call it in `finally`. */
  finish(): void;
}

/** A bar for each backfill, with what keeps it waiting beside it. */
export function backfillProgress(out: Output): BackfillProgress {
  let bar: Progress | undefined;
  return {
    onEvent(event) {
      const { migration } = event;
      if (event.kind === 'backfill') {
        const { rows, total } = event.record;
        bar?.finish();
        const left = total > rows ? { total: total - rows } : {};
        bar = out.progress({ label: `backfill ${migration}`, unit: 'rows', ...left });
      } else if (event.kind === 'batch') {
        const { rows, changed, ms, size } = event.batch;
        bar?.advance(rows);
        out.detail(`${migration}: ${changed} of ${rows} rows changed in ${duration(ms)}; next ${size}`);
      } else if (event.kind === 'retry') {
        out.detail(`${migration}: gave way to others, attempt ${event.attempt + 1} in ${event.delayMs} ms`);
      } else out.note(describeBackfillEvent(event) ?? '');
    },
    finish() {
      bar?.finish();
    },
  };
}

/** Says what became of backfills, but for what `data` says. */
export function reportBackfills(out: Output, results: readonly BackfillResult[]): ExitCode {
  for (const result of results) {
    const { migration, outcome, changed, durationMs, error } = result;
    if (outcome === 'done')
      out.note(`backfilled ${migration}: ${counted(changed, 'row')} changed in ${duration(durationMs)}`);
    else if (error !== undefined && !out.json) out.error(error);
    else if (error === undefined) out.warn(`The backfill of ${migration} ${WORDS[outcome]}.`);
  }
  if (results.some(({ outcome }) => outcome === 'interrupted')) return EXIT.interrupted;
  if (results.some(({ outcome }) => outcome === 'failed')) return EXIT.failed;
  return results.every(({ outcome }) => outcome === 'done') ? EXIT.ok : EXIT.found;
}

const WORDS = {
  done: 'is done',
  paused: 'is paused: agora migrate backfill resume',
  cancelled: 'is cancelled: agora migrate backfill resume takes it up again',
  later: 'waits for its hours: agora migrate backfill run',
  interrupted: 'was stopped: agora migrate backfill run goes on',
  failed: 'failed: agora migrate backfill run goes on',
} as const;
