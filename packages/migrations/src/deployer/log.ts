import type { ApplyEvent } from '../apply/options.ts';
import type { BackfillEvent } from '../backfill/run-options.ts';
import { describeBackfillEvent, describeEvent } from '../verbs/report-text.ts';

/** What the deployer says while it works. */
export interface Log {
  /** Prose, for people. */
  readonly note: (text: string) => void;
  readonly event: (event: ApplyEvent) => void;
  readonly backfill: (event: BackfillEvent) => void;
}

/** For people: a line for what they care about. */
export function proseLog(write: (line: string) => void): Log {
  return {
    note: write,
    event: (event) => {
      const line = describeEvent(event);
      if (line !== undefined) write(line);
    },
    backfill: (event) => {
      const line = describeBackfillEvent(event);
      if (line !== undefined) write(line);
    },
  };
}

/** For programs: a JSON object a line, each with `time` (ISO 8601) and `event`. The SQL itself is left out. */
export function jsonLog(write: (value: unknown) => void): Log {
  const line = (event: string, more: object): void => {
    write({ time: new Date().toISOString(), event, ...more });
  };
  return {
    note: (message) => line('notice', { message }),
    backfill: ({ kind, migration, ...more }) => {
      // The record holds keys of rows.
      const told = 'record' in more ? { rows: more.record.rows, total: more.record.total } : more;
      line('backfill', { kind, migration, ...told });
    },
    event: (event) => {
      switch (event.kind) {
        case 'step': {
          const { step, index, total } = event;
          return line('step', { kind: step.kind, name: step.name, index, total });
        }
        case 'waiting': {
          const { holder } = event;
          return line('waiting', holder ? { pid: holder.pid, application: holder.application } : {});
        }
        case 'statement':
          return line('statement', { name: event.name, line: event.line });
        case 'lock-retry':
          return line('lock-retry', { name: event.name, attempt: event.attempt, delayMs: event.delayMs });
        case 'done':
          return line('done', { ...event.result });
        case 'notice':
          return line('notice', { message: event.message });
        case 'boundary':
          return undefined;
      }
    },
  };
}
