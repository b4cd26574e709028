import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Transporter } from 'nodemailer';
import type { Config } from '../config.ts';
import type { Mail } from './mail.ts';
import type { Outbox } from './outbox.ts';

export type { Mail } from './mail.ts';

/** Milliseconds before what failed is tried once more, each time: a database or a mail server that is away for a moment. */
const retryMs = [1000, 10_000];

/**
 * Sends mails behind the answers, so that the time of an answer does not tell whether one was sent. Nobody hears of a
 * failure, so it tries again a few times.
 */
export class Mailer {
  readonly #pending = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  readonly #deliver: (mail: Mail) => Promise<unknown>;
  readonly #log: FastifyBaseLogger;
  readonly #end: () => void;

  /**
   * Without a mail server the mail goes into the outbox, or else to the log, where a developer finds it; production has
   * neither, since a token in it opens an account.
   */
  constructor(settings: Config['mail'], log: FastifyBaseLogger, outbox?: Outbox) {
    this.#log = log;
    if (settings.url === undefined) {
      this.#deliver = async (mail) =>
        outbox === undefined
          ? log.info({ mail }, 'a mail, as it would be sent: MAIL_URL is not set')
          : outbox.add(mail);
      this.#end = () => undefined;
      return;
    }
    const { url, from } = settings;
    if (url === 'none') {
      this.#deliver = async ({ subject }) =>
        log.info({ subject }, 'a mail that is not sent: MAIL_URL is none');
      this.#end = () => undefined;
      return;
    }
    let transport: Promise<Transporter> | undefined;
    this.#deliver = async (mail) => {
      transport ??= connect(url);
      const { headers, ...parts } = mail;
      await (await transport).sendMail({ from, ...parts, ...(headers && { headers: { ...headers } }) });
    };
    // One that could not be opened has failed for the mail that opened it.
    this.#end = () => void transport?.then((opened) => opened.close()).catch(() => undefined);
  }

  /**
   * Sends in the background; a mail that cannot be written or delivered is logged without its text.
   * @param mail or what writes it, behind the answer as well, and again if it failed; undefined: there is none to send
   */
  send(mail: Mail | (() => Promise<Mail | undefined>)): void {
    let subject: string | undefined;
    const work = async (): Promise<void> => {
      const ready = typeof mail === 'function' ? await this.#persist(mail) : mail;
      subject = ready?.subject;
      if (ready !== undefined) await this.#persist(() => this.#deliver(ready));
    };
    const sending = work()
      .catch((error: unknown) => this.#log.error({ err: error, subject }, 'a mail was not sent'))
      .finally(() => this.#pending.delete(sending));
    this.#pending.add(sending);
  }

  /** Tries again what may succeed later; at once when this is being closed. */
  async #persist<T>(work: () => Promise<T>): Promise<T> {
    for (const wait of retryMs) {
      try {
        return await work();
      } catch (error) {
        if (isFinal(error)) throw error;
      }
      await sleep(wait, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
    return work();
  }

  /** Waits for the mails under way, and for those that they bring about. */
  async close(): Promise<void> {
    this.#closing.abort();
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    this.#end();
  }
}

/** Whether a mail server refuses a mail for good (RFC 5321, 4.2.1: replies of the fifth hundred). */
function isFinal(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500;
}

/** Loaded with the first mail: it would be a twentieth of every start. */
async function connect(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    socketTimeout: 30_000,
  });
}
