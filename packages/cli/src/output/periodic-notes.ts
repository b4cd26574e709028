import type { Output, StepNotes } from './output.ts';
import { duration } from '../terminal/progress.ts';

/** Milliseconds between two lines where nothing can be redrawn, as in a log. */
const LINE_EVERY_MS = 5_000;
/** Milliseconds between two drawings on a terminal: a clock that ticks shows that something still happens. */
const REDRAW_EVERY_MS = 1_000;

/**
 * Runs a long piece of work that reports what it does. On a terminal that stands beside the step's label, with the
 * time that has passed; elsewhere it is a line now and then, and none for work that is over soon.
 * @param work receives a function that takes what is being done now
 */
export async function withPeriodicNotes<T>(
  out: Pick<Output, 'terminal' | 'verbose' | 'quiet' | 'note'>,
  step: StepNotes,
  work: (report: (text: string) => void) => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const redraw = out.terminal && !out.verbose && !out.quiet;
  let now: string | undefined;
  const print = (): void => {
    if (now === undefined) return;
    const text = `${now} · ${duration(performance.now() - started)}`;
    if (redraw) step.note(text);
    else out.note(`   ${text}`);
  };
  const timer = setInterval(print, redraw ? REDRAW_EVERY_MS : LINE_EVERY_MS);
  try {
    return await work((text) => {
      now = text;
      if (redraw) print();
    });
  } finally {
    clearInterval(timer);
  }
}
