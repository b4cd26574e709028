import type { Mail } from './mail.ts';

/** Mails kept; older ones are forgotten. */
const most = 100;

/** Where mails go while somebody develops without a mail server: to the terminal, and into memory for a page. */
export class Outbox {
  readonly #mails: (Mail & { readonly at: Date })[] = [];
  readonly #show: (text: string) => void;

  /** @param show writes to the terminal */
  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  add(mail: Mail): void {
    this.#mails.unshift({ ...mail, at: new Date() });
    this.#mails.length = Math.min(most, this.#mails.length);
    const lines = mail.text.trimEnd().replaceAll(/^/gm, '  | ');
    this.#show(`\nA mail to ${mail.to} (all of them: /dev/mail)\n  | ${mail.subject}\n  |\n${lines}\n\n`);
  }

  /** The latest first. */
  get mails(): readonly (Mail & { readonly at: Date })[] {
    return this.#mails;
  }
}
