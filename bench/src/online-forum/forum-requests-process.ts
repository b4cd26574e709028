// Clients that read and write through the forum's API, in a process that does nothing else: see forum-requests.ts, which forks it.
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type ForumRequest,
  type ForumWork,
  type RequestKind,
  requestKinds,
  type ToRequests,
} from './forum-requests.ts';

const requests: ForumRequest[] = [];
const underWay = new Set<Promise<void>>();
let addresses: readonly string[] = [];
const ended = new AbortController();
let clients: Promise<unknown> = Promise.resolve();
/** Numbers the requests: who asks, which server, and the text of a comment. */
let sent = 0;

process.once('disconnect', () => process.exit());
process.on('message', (message: ToRequests) => void hear(message));

async function hear(message: ToRequests): Promise<void> {
  if (message.kind === 'end') {
    ended.abort();
    await clients;
    process.send?.(requests, () => process.disconnect());
    return;
  }
  const before = [...underWay];
  addresses = message.addresses;
  if (message.kind === 'begin') {
    const { work } = message;
    clients = Promise.all(Array.from({ length: work.clients }, (_, client) => ask(work, client)));
  }
  await Promise.all(before);
  process.send?.('done');
}

/** One client, until all are told to end. */
async function ask(work: ForumWork, client: number): Promise<void> {
  for (let turn = client; !ended.signal.aborted; turn += 1) {
    const one = request(work, requestKinds[turn % requestKinds.length] ?? 'list');
    underWay.add(one);
    await one;
    underWay.delete(one);
    await sleep(work.thinkMs);
  }
}

async function request(work: ForumWork, kind: RequestKind): Promise<void> {
  const number = (sent += 1);
  const person = work.people[number % work.people.length];
  const to = work.people[(number + 1) % work.people.length];
  const post = work.posts[Math.floor(Math.random() * work.posts.length)] ?? '';
  const { method, place, body } = {
    list: { method: 'GET', place: '/posts', body: undefined },
    post: { method: 'GET', place: `/posts/${post}`, body: undefined },
    comment: { method: 'POST', place: `/posts/${post}/comments`, body: { body: `Comment ${number}.` } },
    like: { method: 'PUT', place: `/posts/${post}/like`, body: undefined },
    tip: { method: 'POST', place: '/tips', body: { to: to?.username, amount: 1 } },
  }[kind];
  const address = addresses[number % addresses.length] ?? '';
  const began = performance.now();
  const failed = await fetch(`${address}/c/${work.community}${place}`, {
    method,
    headers: {
      authorization: `Bearer ${person?.token ?? ''}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).then(
    async (answer) => {
      const text = await answer.text();
      return answer.ok ? undefined : `${kind} ${answer.status} ${text.slice(0, 500)}`;
    },
    (error: unknown) => `${kind} ${String(error)} ${error instanceof Error ? String(error.cause) : ''}`,
  );
  requests.push({
    kind,
    at: performance.timeOrigin + began,
    ms: performance.now() - began,
    ...(failed !== undefined && { failed }),
  });
}
