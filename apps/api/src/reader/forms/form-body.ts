import type { App } from '../../dependencies.ts';

/** What a form was sent with. Nothing that was not in it is undefined: a box that is not ticked is not sent. */
export class FormBody {
  readonly #values: URLSearchParams;

  constructor(values: URLSearchParams = new URLSearchParams()) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Browsers send each end of a line as CR LF (HTML, 4.10.21.8); kept is what was typed. */
  text(name: string): string {
    return (this.#values.get(name) ?? '').replaceAll('\r\n', '\n');
  }

  /** A text, or nothing for a field that was left empty. */
  optional(name: string): string | undefined {
    return this.text(name).trim() === '' ? undefined : this.text(name);
  }

  all(name: string): string[] {
    return this.#values.getAll(name);
  }
}

/** Reads what HTML forms send. Only in a scope whose forms prove where they come from: the API itself takes none. */
export function readForms(app: App): void {
  app.removeAllContentTypeParsers();
  const type = 'application/x-www-form-urlencoded';
  app.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) =>
    done(null, new FormBody(new URLSearchParams(String(body)))),
  );
}
