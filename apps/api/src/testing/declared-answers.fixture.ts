import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** An answer as it was sent. */
export interface SentAnswer {
  readonly method: string;
  /** With the query, which is not looked at. */
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>>
  >;
  readonly components: { readonly responses: Readonly<Record<string, Answer>> };
}

/**
 * Holds answers against an OpenAPI document, as a validating client would, and more strictly: what `default` declares
 * is good only where no operation is.
 */
export class DeclaredAnswers {
  readonly #document: Document;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #checks = new Map<string, ValidateFunction>();
  readonly #addresses: readonly { path: string; pattern: RegExp }[];

  constructor(document: object) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is used of it is what OpenAPI has
    this.#document = document as Document;
    formats.default(this.#ajv);
    this.#ajv.addFormat('binary', true);
    this.#ajv.addSchema(document, 'api');
    this.#addresses = Object.keys(this.#document.paths)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`) }))
      .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);
  }

  /** What is wrong with an answer; undefined when it is as declared, or nothing is declared of its address. */
  fault(answer: SentAnswer): string | undefined {
    const address = answer.url.split('?', 1)[0] ?? '';
    const path = this.#addresses.find(({ pattern }) => pattern.test(address))?.path;
    if (path === undefined) return undefined;
    const asked = answer.method.toLowerCase();
    // Preflights, and headers alone, are no part of the document.
    if (asked === 'options' || asked === 'head') return undefined;
    const methods = this.#document.paths[path] ?? {};
    const what = `${answer.method} ${answer.url}: ${answer.status}`;
    const shared = this.#document.components.responses;
    if (methods[asked] === undefined) {
      return [404, 405, 429].includes(answer.status)
        ? this.#faultOfBody(answer, what, shared['Problem'] ?? {}, ['components', 'responses', 'Problem'])
        : `${what}, and there is no such operation`;
    }
    const declared = methods[asked].responses[answer.status];
    if (declared === undefined) return `${what} is not declared: ${answer.body.slice(0, 300)}`;
    const name = declared.$ref?.split('/').at(-1);
    return name === undefined
      ? this.#faultOfBody(answer, what, declared, ['paths', path, asked, 'responses', String(answer.status)])
      : this.#faultOfBody(answer, what, shared[name] ?? {}, ['components', 'responses', name]);
  }

  #faultOfBody(
    answer: SentAnswer,
    what: string,
    declared: Answer,
    place: readonly string[],
  ): string | undefined {
    const { content = {} } = declared;
    const { body } = answer;
    const type = typeOf(answer);
    const types = Object.keys(content);
    if (types.length === 0) return body === '' ? undefined : `${what} has a body, and none is declared`;
    if (!types.includes(type)) return `${what} is ${type || 'nothing'}, declared ${types.join(', ')}`;
    if (!type.endsWith('json')) return undefined;
    const check = this.#check([...place, 'content', type, 'schema']);
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return `${what} is no JSON: ${body.slice(0, 300)}`;
    }
    if (check(value)) return undefined;
    const faults = check.errors?.map(
      (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
    return `${what} is not as declared: ${faults?.join('; ')} in ${body.slice(0, 300)}`;
  }

  #check(place: readonly string[]): ValidateFunction {
    const pointer = place.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')));
    const $ref = `api#/${pointer.join('/')}`;
    const check = this.#checks.get($ref) ?? this.#ajv.compile({ $ref });
    this.#checks.set($ref, check);
    return check;
  }
}

function typeOf({ headers }: SentAnswer): string {
  const type = headers['content-type'];
  return typeof type === 'string' ? (type.split(';', 1)[0] ?? '') : '';
}
