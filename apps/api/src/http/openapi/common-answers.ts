import { statusMeanings } from '../problem.ts';

interface Answer {
  readonly description?: string;
  readonly content?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses?: Readonly<Record<string, Answer>>;
}
interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: object;
}

/** What answers with a problem are called among the document's components. */
const names: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  408: 'RequestTimeout',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'ContentTooLarge',
  415: 'UnsupportedMediaType',
  416: 'RangeNotSatisfiable',
  422: 'UnprocessableContent',
  428: 'PreconditionRequired',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
};
const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const seconds = { schema: { type: 'integer' }, description: 'Seconds until it is worth trying again' };
const headers: Readonly<Record<number, object>> = {
  401: {
    'www-authenticate': { schema: { type: 'string' }, description: 'When a token is asked for (RFC 6750)' },
  },
  429: { 'retry-after': seconds },
  503: { 'retry-after': seconds },
};

/** What is said of an answer that its route says nothing of. */
const successes: Readonly<Record<string, string>> = {
  200: 'What was asked for',
  201: 'It was made',
  202: 'It was taken, and is not done yet',
};

/**
 * The statuses that a route answers because of what all such routes have in common, and not because of what it does:
 * the limits of every route, and below a community its being found and open, the token, the account and the database.
 */
function commonStatuses(path: string, method: string, operation: Operation): number[] {
  const takes = (header: string) =>
    operation.parameters?.some(({ in: place, name }) => place === 'header' && name === header) === true;
  return [
    400,
    429,
    500,
    ...(path.startsWith('/c/{community}') ? [401, 403, 404, 422, 503] : []),
    ...(method === 'get' ? [] : [413, 415]),
    ...(takes('if-match') ? [412, 428] : []),
  ];
}

/**
 * Declares of each operation every status that it can answer, each problem once among the components; and, as
 * `default`, what is answered to a request that did not get as far as the operation.
 * @param document an OpenAPI 3.1 document; not changed
 */
export function withCommonAnswers<Given extends object>(document: Given): Given {
  const { paths = {}, components, ...rest } = document as Document;
  const told = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => {
        const answers = Object.entries(operation.responses ?? {}).map(([status, answer]) => [
          status,
          isProblem(answer)
            ? referTo(Number(status))
            : answer.description === 'Default Response'
              ? { ...answer, description: successes[status] ?? answer.description }
              : answer,
        ]);
        const common = commonStatuses(path, method, operation).map((status) => [status, referTo(status)]);
        // Keys that are whole numbers come in their order, whatever was said first.
        const responses = {
          ...Object.fromEntries([...common, ...answers]),
          default: { $ref: '#/components/responses/Problem' },
        };
        return [method, { ...operation, responses }];
      }),
    ),
  ]);
  const responses = Object.fromEntries(
    Object.entries(names).map(([status, name]) => [
      name,
      {
        description: statusMeanings[Number(status)],
        ...(headers[Number(status)] === undefined ? {} : { headers: headers[Number(status)] }),
        content: problemContent,
      },
    ]),
  );
  const other = {
    description:
      'What is answered before any operation is reached: 405 with `Allow` to a method that the address has not, 408 to a ' +
      'request that comes too slowly, 431 to one whose headers are too large',
    content: problemContent,
  };
  const described = {
    ...rest,
    components: { ...components, responses: { ...responses, Problem: other } },
    paths: Object.fromEntries(told),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same, with more said
  return described as unknown as Given;
}

const isProblem = ({ content }: Answer): boolean => content?.['application/problem+json'] !== undefined;

function referTo(status: number): object {
  const name = names[status];
  if (name === undefined) throw new TypeError(`No name for answers with the status ${status}.`);
  return { $ref: `#/components/responses/${name}` };
}
