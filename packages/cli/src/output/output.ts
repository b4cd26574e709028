import pc from 'picocolors';
import type { Paint } from '../terminal/paint.ts';

import {
  duration,
  silentProgress,
  startProgress,
  type Progress,
  type ProgressOptions,
} from '../terminal/progress.ts';
import { errorAsJson, renderErrorText } from './render-error.ts';
import { openStream, type Sink, type Stream } from '../terminal/stream.ts';
import { chop, renderTable, type Column } from '../terminal/table.ts';
import { inManagersWords } from '../terminal/package-manager.ts';
import { indent } from '../terminal/text.ts';

export interface OutputOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** `--no-color` gives false. */
  readonly color?: boolean;
  /** The folder whose package manager is named where something is to be installed. */
  readonly cwd?: string;
}

/** What a running step may say. */
export interface StepNotes {
  /** What it is doing now: beside the label on a terminal, a line with --verbose. */
  readonly note: (text: string) => void;
}

/**
 * All that a command says. Data, which the command was asked for, goes to stdout; prose, which tells how it
 * goes, goes to stderr. So `agora db url | psql` and `agora migrate status --json | jq` always work.
 */
export interface Output {
  /** `--json`: stdout carries one JSON document. */
  readonly json: boolean;
  /** `--quiet`: no prose but warnings and errors. */
  readonly quiet: boolean;
  /** `--verbose`: details, and the stack of every error. */
  readonly verbose: boolean;
  /** Colours for what goes to stdout. */
  readonly paint: Paint;
  /** Colours for what goes to stderr. */
  readonly notePaint: Paint;
  /** Whether stderr is a terminal, so that lines may be redrawn. */
  readonly terminal: boolean;
  /** The result of the command, once: `value` with --json, else the text of `render`. */
  data(value: unknown, render: (paint: Paint) => string): void;
  /** Rows under headings, for `render` of {@link data}. */
  table<Row>(rows: Iterable<Row>, columns: readonly Column<Row>[]): string;
  /** Lines for `render` of {@link data}, none wider than the terminal they go to. */
  lines(text: string): string;
  /** A sentence about what happens. */
  readonly note: (text: string) => void;
  /** A sentence that only `--verbose` wants. */
  readonly detail: (text: string) => void;
  /** Something was done. */
  success(text: string): void;
  /** Something that a person should know; printed with --quiet too. */
  warn(text: string): void;
  /** The end of a command that failed. */
  error(error: unknown): void;
  /** A named step with its duration; on a terminal one line that is redrawn when done. */
  step<T>(label: string, work: (step: StepNotes) => Promise<T>): Promise<T>;
  /** A bar with rate and remaining time. Finish it in `finally`. */
  progress(options: ProgressOptions): Progress;
}

/** Whether colours go to `stream`: https://no-color.org, FORCE_COLOR, else only to a terminal. */
export function wantsColor(
  stream: Pick<Stream, 'isTerminal'>,
  env: Readonly<Record<string, string | undefined>>,
  flag: boolean | undefined,
): boolean {
  if (flag === false || (env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTerminal && env['TERM'] !== 'dumb';
}

/** Opens the output of one run of the command line. */
export function createOutput(options: OutputOptions): Output {
  const stdout = openStream(options.stdout);
  const stderr = openStream(options.stderr);
  const json = options.json ?? false;
  const quiet = options.quiet ?? false;
  const verbose = options.verbose ?? false;
  const paint = pc.createColors(wantsColor(stdout, options.env, options.color));
  const notePaint = pc.createColors(wantsColor(stderr, options.env, options.color));
  const symbols = stderr.isTerminal
    ? { success: '✔', failed: '✖', warn: '▲', error: '✖', busy: '◇' }
    : { success: 'ok', failed: 'failed', warn: 'warning:', error: 'error:', busy: '..' };
  let dataWritten = false;

  const say = (text: string): string =>
    options.cwd === undefined ? text : inManagersWords(text, options.cwd);
  const printLine = (text: string): void => stderr.write(`${say(text)}\n`);

  return {
    json,
    quiet,
    verbose,
    paint,
    notePaint,
    terminal: stderr.isTerminal,
    data(value, render) {
      dataWritten = true;
      const text = say(json ? JSON.stringify(value, jsonValue, 2) : render(paint));
      stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
    },
    table: (rows, columns) =>
      renderTable(rows, columns, {
        heading: paint.dim,
        width: stdout.isTerminal ? stdout.columns : undefined,
      }),
    lines: (text) =>
      stdout.isTerminal
        ? text
            .split('\n')
            .flatMap((line) => chop(line, stdout.columns))
            .join('\n')
        : text,
    note(text) {
      if (!quiet) printLine(text);
    },
    detail(text) {
      if (verbose) printLine(notePaint.dim(text));
    },
    success(text) {
      if (!quiet) printLine(marked(symbols.success, notePaint.green, text));
    },
    warn(text) {
      printLine(marked(symbols.warn, notePaint.yellow, text));
    },
    error(error) {
      if (!json) stderr.write(say(renderErrorText(error, notePaint, { verbose, symbol: symbols.error })));
      // One document on stdout: after data, the error must go elsewhere.
      else
        (dataWritten ? stderr : stdout).write(say(`${JSON.stringify(errorAsJson(error), jsonValue, 2)}\n`));
    },
    async step(label, work) {
      const started = performance.now();
      const redraw = stderr.isTerminal && !quiet && !verbose;
      if (redraw) stderr.write(`${notePaint.cyan(symbols.busy)} ${label} …`);
      try {
        const result = await work({
          note(text) {
            if (redraw)
              stderr.write(`\r\u001b[2K${notePaint.cyan(symbols.busy)} ${label} ${notePaint.dim(text)}`);
            else if (!quiet && verbose) printLine(notePaint.dim(`   ${text}`));
          },
        });
        const took = notePaint.dim(duration(performance.now() - started));
        if (redraw) stderr.write('\r\u001b[2K');
        if (!quiet) printLine(`${notePaint.green(symbols.success)} ${label} ${took}`);
        return result;
      } catch (error) {
        if (redraw) stderr.write('\r\u001b[2K');
        if (!quiet) printLine(`${notePaint.red(symbols.failed)} ${label}`);
        throw error;
      }
    },
    progress: (progressOptions) => (quiet ? silentProgress : startProgress(stderr, progressOptions)),
  };
}

/** `text` behind a symbol, further lines under its first. */
function marked(symbol: string, color: (text: string) => string, text: string): string {
  return indent(text, `${color(symbol)} `, ' '.repeat(symbol.length + 1));
}

/** bigint has no JSON; beyond 2^53 a number would lie, so all of them become text. */
function jsonValue(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
