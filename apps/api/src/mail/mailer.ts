import type { FastifyBaseLogger } from 'fastify';
import type { Transporter } from 'nodemailer';
import type { Config } from '../config.ts';

/** A mail in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mails behind the answers, so that the time of an answer does not tell whether one was sent. */
export class Mailer {
  readonly #pending = new Set<Promise<void>>();
  readonly #deliver: (mail: Mail) => Promise<unknown>;
  readonly #log: FastifyBaseLogger;
  readonly #end: () => void;

  /** Without a mail server the mail is written to the log, where a developer finds it. */
  constructor(settings: Config['mail'], log: FastifyBaseLogger) {
    this.#log = log;
    if (settings.url === undefined) {
      this.#deliver = async (mail) => log.info({ mail }, 'a mail, as it would be sent: MAIL_URL is not set');
      this.#end = () => undefined;
      return;
    }
    const { url, from } = settings;
    let transport: Promise<Transporter> | undefined;
    this.#deliver = async (mail) => {
      transport ??= connect(url);
      await (await transport).sendMail({ from, ...mail });
    };
    this.#end = () => void transport?.then((opened) => opened.close()).catch(() => undefined);
  }

  /**
   * Sends in the background; a mail that cannot be written or delivered is logged without its text.
   * @param mail or what writes it, behind the answer as well; undefined: there is none to send
   */
  send(mail: Mail | (() => Promise<Mail | undefined>)): void {
    let subject: string | undefined;
    const work = async (): Promise<void> => {
      const ready = typeof mail === 'function' ? await mail() : mail;
      subject = ready?.subject;
      if (ready !== undefined) await this.#deliver(ready);
    };
    const sending = work()
      .catch((error: unknown) => this.#log.error({ err: error, subject }, 'a mail was not sent'))
      .finally(() => this.#pending.delete(sending));
    this.#pending.add(sending);
  }

  /** Waits for the mails under way. */
  async close(): Promise<void> {
    await Promise.all(this.#pending);
    this.#end();
  }
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
