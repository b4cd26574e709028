import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What clients ask for, over and over. */
export const requestKinds = ['list', 'post', 'comment', 'like', 'tip'] as const;
export type RequestKind = (typeof requestKinds)[number];
/** Those that change rows. */
export const writes: ReadonlySet<RequestKind> = new Set(['comment', 'like', 'tip']);

/** Who asks, and what for. */
export interface ForumWork {
  readonly community: string;
  /** Each client is one of these people, or several in turns. */
  readonly people: readonly { readonly username: string; readonly token: string }[];
  /** Posts of others that may be read, liked and commented. */
  readonly posts: readonly string[];
  readonly clients: number;
  /** Milliseconds between two requests of one client. */
  readonly thinkMs: number;
}

/** One request that was answered, or was not. */
export interface ForumRequest {
  readonly kind: RequestKind;
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  /** Why it failed; undefined where the answer was a good one. */
  readonly failed?: string;
}

/** What the process is told. */
export type ToRequests =
  | { readonly kind: 'begin'; readonly work: ForumWork; readonly addresses: readonly string[] }
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'end' };

/** Clients of the forum's API, in a process of their own. */
interface ForumRequests {
  /**
   * Sends what comes from now on to these servers, by turns.
   * @returns when everything that was sent to others has been answered
   */
  turnTo(addresses: readonly string[]): Promise<void>;
  /** @returns all requests, in the order of their answers */
  end(): Promise<readonly ForumRequest[]>;
}

/** @param addresses of the servers, such as `http://127.0.0.1:3000` */
export function startForumRequests(work: ForumWork, addresses: readonly string[]): ForumRequests {
  const child = fork(path.join(import.meta.dirname, 'forum-requests-process.ts'), [], {
    execArgv: process.execArgv,
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const tell = async (message: ToRequests): Promise<unknown> => {
    const said = once(child, 'message');
    child.send(message);
    return (
      await Promise.race([said, once(child, 'exit').then(() => Promise.reject(new Error('the load ended')))])
    )[0];
  };
  const begun = tell({ kind: 'begin', work, addresses });
  return {
    async turnTo(next) {
      await begun;
      await tell({ kind: 'addresses', addresses: next });
    },
    async end() {
      await begun;
      const requests = await tell({ kind: 'end' });
      process.off('exit', kill);
      // What our own process sends.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return requests as readonly ForumRequest[];
    },
  };
}
