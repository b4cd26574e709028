import { AgoraError, type NotifySettings } from '@agora/core';

import { ATTEMPT_MS, type Channel } from './channel.ts';
import { mailText } from './notice.ts';

/** A mail through a server that takes it. The package nodemailer is loaded when one is sent. */
export function mail({ server, sender, receivers }: NonNullable<NotifySettings['mail']>): Channel {
  const { host } = new URL(server);
  return {
    name: `mail through ${host}`,
    async send(notice) {
      try {
        const { createTransport } = await loadMailer();
        const transport = createTransport({
          url: server,
          connectionTimeout: ATTEMPT_MS,
          greetingTimeout: ATTEMPT_MS,
          socketTimeout: ATTEMPT_MS,
        });
        try {
          await transport.sendMail({
            from: sender,
            to: [...receivers],
            subject: notice.title,
            text: mailText(notice),
          });
          return { ok: true };
        } finally {
          transport.close();
        }
      } catch (error) {
        if (error instanceof AgoraError)
          return { ok: false, why: `${error.message} ${error.fix}`, again: false };
        return { ok: false, why: reasonOf(error), again: !isFinal(error) };
      }
    },
  };
}

async function loadMailer(): Promise<typeof import('nodemailer')> {
  try {
    return await import('nodemailer');
  } catch (error) {
    throw new AgoraError({
      code: 'operations.no_mailer',
      message: 'The package nodemailer, which sends mail, is not installed.',
      why: 'It is wanted only where agora.config.ts says notify.mail.',
      fix: 'npm install nodemailer',
      cause: error,
    });
  }
}

/** The code alone: what a server says may repeat the user's name. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it was not sent';
  const code = 'responseCode' in error ? error.responseCode : 'code' in error ? error.code : error.name;
  return `it was not sent: ${String(code)}`;
}

/** Whether a mail server refuses for good (RFC 5321, 4.2.1: replies of the fifth hundred). */
function isFinal(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500;
}
