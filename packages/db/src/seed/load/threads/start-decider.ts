import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import type { DeciderData } from './decider.ts';
import { startThread } from './start-thread.ts';

/** A thread that decides communities, and where they come out: a port for the thread that writes them. */
interface Decider {
  readonly thread: Worker;
  readonly decisions: MessagePort;
}

/** Has a thread of its own decide communities, from now on. */
export function startDecider(data: Omit<DeciderData, 'decisions'>): Decider {
  const { port1, port2 } = new MessageChannel();
  return { thread: startThread('decider', { ...data, decisions: port1 }, [port1]), decisions: port2 };
}
