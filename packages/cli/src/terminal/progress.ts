import type { Stream } from './stream.ts';
import { displayWidth } from './table.ts';

/** The progress of one long piece of work. */
export interface Progress {
  /** `count` more units are done. */
  advance(count?: number): void;
  /** Says what is being worked on now, in place of the label. */
  label(text: string): void;
  /** Ends the bar. Call it in `finally`. */
  finish(): void;
}

export interface ProgressOptions {
  readonly label: string;
  /** In units; without it there is a count and a rate, but no bar and no remaining time. */
  readonly total?: number;
  /** What is counted, as in "rows". */
  readonly unit?: string;
  /** Milliseconds between two drawings; 100 on a terminal, 5000 elsewhere. */
  readonly intervalMs?: number;
  /** Milliseconds since some moment; for tests. */
  readonly now?: () => number;
}

/** The work so far, as a text of at most `columns` characters. */
export function renderProgress(
  state: { label: string; done: number; total?: number | undefined; unit: string; elapsedMs: number },
  columns: number,
): string {
  const { done, total, elapsedMs } = state;
  const rate = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const count = total === undefined ? compact(done) : `${compact(done)}/${compact(total)}`;
  const parts = [`${count} ${state.unit}`.trim()];
  if (rate > 0) parts.push(`${compact(rate)}/s`);
  if (total !== undefined && rate > 0 && done < total) {
    parts.push(`${duration(((total - done) / rate) * 1000)} left`);
  }
  const figures = parts.join(' · ');
  if (total === undefined || total <= 0) return `${state.label}  ${figures}`;
  const share = Math.min(1, done / total);
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const room = columns - displayWidth(state.label) - figures.length - percent.length - 6;
  if (room < 8) return `${state.label} ${percent}  ${figures}`;
  const width = Math.min(room, 30);
  const filled = Math.round(share * width);
  return `${state.label}  ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${percent}  ${figures}`;
}

/** Draws in place on a terminal; prints a plain line now and then elsewhere. */
export function startProgress(stream: Stream, options: ProgressOptions): Progress {
  const now = options.now ?? (() => performance.now());
  const interval = options.intervalMs ?? (stream.isTerminal ? 100 : 5_000);
  const started = now();
  let label = options.label;
  let done = 0;
  let drawn = started;
  let finished = false;
  const text = (): string =>
    renderProgress(
      { label, done, total: options.total, unit: options.unit ?? '', elapsedMs: now() - started },
      stream.columns,
    );
  const draw = (): void => {
    drawn = now();
    stream.write(stream.isTerminal ? `\r\u001b[2K${text()}` : `${text()}\n`);
  };
  if (stream.isTerminal) draw();
  return {
    advance(count = 1) {
      done += count;
      if (!finished && now() - drawn >= interval) draw();
    },
    label(next) {
      label = next;
      if (!finished && stream.isTerminal) draw();
    },
    finish() {
      if (finished) return;
      finished = true;
      if (stream.isTerminal) stream.write('\r\u001b[2K');
    },
  };
}

/** No drawing at all: for `--quiet`. */
export const silentProgress: Progress = { advance() {}, label() {}, finish() {} };

/** 1234567 -> "1.23M": three digits are enough to watch something move. */
export function compact(value: number): string {
  if (value < 1000) return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 1 : 0);
  return Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

/** Milliseconds as a person says them: "85 ms", "1.4 s", "2 min 5 s", "3 h 12 min". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
