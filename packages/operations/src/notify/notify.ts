import { setTimeout as sleep } from 'node:timers/promises';

import type { NotifySettings } from '@agora/core';

import type { Channel } from './channel.ts';
import { commandChannel } from './command.ts';
import { mail } from './mail.ts';
import type { Notice } from './notice.ts';
import { webhook } from './webhook.ts';

/** What became of a notice on one way. */
export interface Delivery {
  /** For people, without secrets. */
  readonly channel: string;
  readonly ok: boolean;
  readonly attempts: number;
  /** Why it was not delivered. */
  readonly why?: string;
}

export interface NotifyOptions {
  /** Where commands run, and with which variables. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds before the second attempt, the third, ...; each by up to a quarter longer. */
  readonly retryMs?: readonly number[];
}

const RETRY_MS = [500, 2000, 8000];

/** The ways that settings name. */
function channelsOf(settings: NotifySettings, options: NotifyOptions): readonly Channel[] {
  return [
    ...(settings.webhooks ?? []).map(webhook),
    ...(settings.mail === undefined ? [] : [mail(settings.mail)]),
    ...(settings.commands ?? []).map((command) => commandChannel(command, options)),
  ];
}

/**
 * Tells every receiver that wants to hear of it, all at once, each tried again where that may help. Never throws: a
 * receiver that is down is a delivery that says so.
 */
export function notify(
  settings: NotifySettings | undefined,
  notice: Notice,
  options: NotifyOptions,
): Promise<readonly Delivery[]> {
  const { on } = settings ?? {};
  const wanted =
    settings !== undefined && (notice.event === 'test' || on === undefined || on.includes(notice.event));
  if (!wanted) return Promise.resolve([]);
  return Promise.all(channelsOf(settings, options).map((channel) => deliver(channel, notice, options)));
}

async function deliver(channel: Channel, notice: Notice, options: NotifyOptions): Promise<Delivery> {
  const signal = options.signal ?? new AbortController().signal;
  const waits = options.retryMs ?? RETRY_MS;
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await channel.send(notice, signal).catch((error: unknown) => ({
      ok: false as const,
      why: error instanceof Error ? error.name : 'it failed',
      again: false,
    }));
    if (attempt.ok) return { channel: channel.name, ok: true, attempts };
    const wait = waits[attempts - 1];
    if (!attempt.again || wait === undefined || signal.aborted)
      return { channel: channel.name, ok: false, attempts, why: attempt.why };
    await sleep(wait * (1 + Math.random() / 4), undefined, { signal }).catch(() => undefined);
  }
}
