import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';

/** What is told of a batch of statements while it runs. */
export interface QueryEvent {
  /** The pool that runs it: several may live in one process. */
  readonly database: object;
  /** Names of the statements, in their order. */
  readonly statements: readonly string[];
  /** Set when it failed. */
  error?: unknown;
}

/** Where the database tells of its batches: metrics and traces listen; without a listener it costs nothing. */
export const queryChannel: TracingChannel<string, QueryEvent> = tracingChannel('agora:query');

/** For those that listen to some of the events only: Node's type wants all of them. */
export const noListeners = {
  start: (): void => undefined,
  end: (): void => undefined,
  asyncStart: (): void => undefined,
  asyncEnd: (): void => undefined,
  error: (): void => undefined,
};
