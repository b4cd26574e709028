import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeEach } from 'vitest';

/** A mail server that keeps what it is given. */
export interface Postbox {
  readonly url: string;
  /** Mails so far, as they came over the wire, without soft line breaks. */
  readonly mails: string[];
  /** The next mail to arrive, or one that is there already. */
  next(): Promise<string>;
  /** Refuses the next mail with a reply code of SMTP. */
  refuse(code: number): void;
}

/** A real SMTP server on a free port, for the tests of a file. */
export async function usePostbox(): Promise<Postbox> {
  const mails: string[] = [];
  const waiting: ((mail: string) => void)[] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    // The name of 127.0.0.1, for which a machine without a network may wait.
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refusal = refusals.shift();
        if (refusal !== undefined) {
          callback(Object.assign(new Error('refused'), { responseCode: refusal }));
          return;
        }
        const mail = Buffer.concat(chunks).toString('utf8').replaceAll('=\r\n', '').replaceAll('\r\n', '\n');
        const waiter = waiting.shift();
        if (waiter === undefined) mails.push(mail);
        else waiter(mail);
        callback();
      });
    },
  });
  // Whatever port is free: on one of its own choice, two runs on one machine would meet.
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  // What a failed test left behind must not fail the next ones as well.
  beforeEach(() => {
    mails.length = 0;
    waiting.length = 0;
    refusals.length = 0;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    refuse: (code) => void refusals.push(code),
    next: () => {
      const mail = mails.shift();
      if (mail !== undefined) return Promise.resolve(mail);
      return new Promise((resolve, reject) => {
        // Sooner than the test ends for taking too long, which would not say of what.
        const timer = setTimeout(() => reject(new Error('No mail came within a minute.')), 60_000).unref();
        waiting.push((arrived) => {
          clearTimeout(timer);
          resolve(arrived);
        });
      });
    },
  };
}
