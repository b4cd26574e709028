import type { LightMyRequestResponse as Response } from 'fastify';
import type { App } from '../../dependencies.ts';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');

/** Somebody at a browser without scripts: keeps cookies, follows redirects, and sends forms as they stand in pages. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  /** What `Set-Cookie` said last, by name. */
  readonly setCookies = new Map<string, string>();
  /** Sent with every request. */
  readonly headers: Record<string, string>;
  readonly #app: App;
  /** The address and the answer of the page that is open. */
  address = '';
  page!: Response;

  constructor(app: App, headers: Record<string, string> = {}) {
    this.#app = app;
    this.headers = { accept: 'text/html', ...headers };
  }

  get text(): string {
    return plain(this.page.body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '));
  }

  open(address: string): Promise<Response> {
    return this.#go('GET', address);
  }

  async logIn(email: string, password: string, community = 'techcorp'): Promise<this> {
    await this.open(`/r/${community}/login`);
    await this.send({ email, password });
    return this;
  }

  /** The fields of a form of the page, with what they hold. @param action the end of its address; left out: the page's own form */
  fields(action?: string): { target: string; values: URLSearchParams } {
    const forms = [...this.page.body.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)];
    const found = forms.find(([, tag = '']) =>
      action === undefined
        ? /class="form"/.test(tag)
        : (/action="([^"]*)"/.exec(tag)?.[1] ?? '').endsWith(action),
    );
    if (found === undefined)
      throw new Error(`${this.address} has no form ${action ?? ''}: ${this.text.slice(0, 500)}`);
    const [, tag = '', inside = ''] = found;
    const values = new URLSearchParams();
    for (const [, input = ''] of inside.matchAll(/<input([^>]*)>/g)) {
      const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1];
      if (attribute('type') === 'checkbox' && !/\bchecked\b/.test(input)) continue;
      values.append(attribute('name') ?? '', plain(attribute('value') ?? ''));
    }
    for (const [, name = '', value = ''] of inside.matchAll(
      /<textarea[^>]*name="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g,
    )) {
      values.append(name, plain(value));
    }
    for (const [, name = '', options = ''] of inside.matchAll(
      /<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
    )) {
      const chosen = /value="([^"]*)" selected/.exec(options) ?? /value="([^"]*)"/.exec(options);
      values.append(name, plain(chosen?.[1] ?? ''));
    }
    return { target: plain(/action="([^"]*)"/.exec(tag)?.[1] ?? this.address), values };
  }

  /** Fills a form in and sends it. */
  send(typed: Record<string, string | string[]> = {}, action?: string): Promise<Response> {
    const { target, values } = this.fields(action);
    for (const [name, value] of Object.entries(typed)) {
      values.delete(name);
      for (const each of [value].flat()) values.append(name, each);
    }
    return this.post(target, values);
  }

  post(target: string, values: URLSearchParams): Promise<Response> {
    return this.#go('POST', target, {
      type: 'application/x-www-form-urlencoded',
      bytes: Buffer.from(values.toString()),
    });
  }

  /** Chooses a file in the form of the page and sends it. @param bytes of no file: none was chosen */
  async upload(field: string, bytes: Buffer): Promise<Response> {
    const { target, values } = this.fields();
    const form = new FormData();
    for (const [name, value] of values) if (name !== field) form.append(name, value);
    form.append(field, new Blob([new Uint8Array(bytes)]), bytes.length === 0 ? '' : 'picture');
    const sent = new globalThis.Response(form);
    const type = sent.headers.get('content-type') ?? '';
    return this.#go('POST', target, { type, bytes: Buffer.from(await sent.arrayBuffer()) });
  }

  async #go(
    method: 'GET' | 'POST',
    address: string,
    form?: { type: string; bytes: Buffer },
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.#app.inject({
      method,
      url: address.replace(/#.*$/, ''),
      headers: {
        ...this.headers,
        ...(cookie !== '' && { cookie }),
        ...(form !== undefined && { 'content-type': form.type }),
      },
      ...(form !== undefined && { payload: form.bytes }),
    });
    for (const each of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      this.setCookies.set(name, each);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const { location } = answer.headers;
    if (answer.statusCode >= 300 && answer.statusCode < 400 && location !== undefined) {
      return this.#go('GET', location);
    }
    this.address = address;
    this.page = answer;
    return answer;
  }
}
