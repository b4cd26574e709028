import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../api-error.ts';
import type { App } from '../../dependencies.ts';
import { readMultipart } from './multipart.ts';

/** What a form was sent with. Nothing that was not in it is undefined: a box that is not ticked is not sent. */
export class FormBody {
  readonly #values: URLSearchParams;
  readonly #files: ReadonlyMap<string, Buffer>;
  readonly #fault: ApiError | undefined;

  /**
   * @param files bytes by the name of their field; none of no bytes, as browsers send for a field that was left empty
   * @param fault why the form could not be read, and so is empty
   */
  constructor(
    values: URLSearchParams = new URLSearchParams(),
    files: ReadonlyMap<string, Buffer> = new Map(),
    fault?: ApiError,
  ) {
    this.#values = values;
    this.#files = files;
    this.#fault = fault;
  }

  /** @throws ApiError `request.too_large`, `request.malformed` for a form with a file that could not be read */
  assertWhole(): void {
    if (this.#fault !== undefined) throw this.#fault;
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

  /** The bytes of a file; undefined where none was chosen. */
  file(name: string): Buffer | undefined {
    return this.#files.get(name);
  }
}

/** Reads what HTML forms send. Only in a scope whose forms prove where they come from: the API itself takes none. */
export function readForms(app: App): void {
  app.removeAllContentTypeParsers();
  const type = 'application/x-www-form-urlencoded';
  app.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) =>
    done(null, new FormBody(new URLSearchParams(String(body)))),
  );
  app.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, body: Readable) => {
    const { values, files, fault } = await readMultipart(String(request.headers['content-type']), body);
    return new FormBody(values, files, fault);
  });
}
