import { AgoraError } from '@agora/core';

/** Ctrl-C (and SIGTERM), for commands that must put things away before they end. */
export interface Interrupts {
  /**
   * Inside `use` the first Ctrl-C aborts `signal` instead of ending the process; a second one ends it at
   * once with 130. Outside any such bracket, Ctrl-C ends the process with 130 immediately.
   * @throws AgoraError `cli.interrupted` in the place of a bare AbortError of that signal; else what `use` throws
   */
  within<T>(use: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** The part of `process` that interrupts need. */
interface SignalSource {
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/**
 * @param source usually `process`
 * @param exit ends the process: called with 130 after SIGINT, 143 after SIGTERM
 */
export function createInterrupts(source: SignalSource, exit: (code: number) => void): Interrupts {
  const open = new Set<AbortController>();
  const listen = (event: 'SIGINT' | 'SIGTERM', code: number): void => {
    source.on(event, () => {
      const waiting = [...open].filter((controller) => !controller.signal.aborted);
      if (waiting.length === 0) exit(code);
      for (const controller of waiting) controller.abort();
    });
  };
  listen('SIGINT', 130);
  listen('SIGTERM', 143);
  return {
    async within(use) {
      const controller = new AbortController();
      open.add(controller);
      try {
        return await use(controller.signal);
      } catch (error) {
        throw isAbort(error, controller.signal) ? stopped(error) : error;
      } finally {
        open.delete(controller);
      }
    },
  };
}

/** Node's own functions make an AbortError of their own; throwIfAborted() throws the reason. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error instanceof Error && error.name === 'AbortError';
}

function stopped(cause: unknown): AgoraError {
  return new AgoraError({
    code: 'cli.interrupted',
    message: 'Stopped on request.',
    fix: 'Run the same command again.',
    cause,
  });
}
