import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { Viewer } from '../auth/access-token.ts';
import type { Forum } from '../database/forum.ts';
import type { App, Dependencies } from '../dependencies.ts';
import type { Community } from '../domain/communities/schema.ts';
import { communityParams } from '../domain/values.ts';
import { readOld } from './old-reads.ts';
import { problems } from './problem.ts';
import { withStreams } from './streams.ts';
import { requireViewer } from './viewer.ts';

/** What answers one method at one address. A feature is an array of them. */
export interface Operation {
  /** What generated clients call it; once given it stays. */
  readonly id: string;
  register(app: App, dependencies: Dependencies): void;
}

type Login = 'required' | 'optional' | 'none';

/** What a handler is given of a request that was let in, its parts as their schemas made them. */
interface AskedOfSite<Params, Query, Headers, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** The forum as they see it; an operation of no community finds there what belongs to none. */
  readonly forum: Forum;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The same below a community. */
export interface Asked<Params, Query, Headers, Body, L extends Login> extends AskedOfSite<
  Params,
  Query,
  Headers,
  Body
> {
  readonly community: Community;
  /** Who asks. */
  readonly viewer: L extends 'required' ? Viewer : L extends 'none' ? undefined : Viewer | undefined;
}

/** What stands at a status: the schema of a body, or media types of what the handler sends itself. */
type Answers = Readonly<Record<number, z.ZodType | SentAnswer>>;
interface SentAnswer {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>;
}
type BodyOf<Given> = Given extends z.ZodType ? z.input<Given> : never;

/** What of an operation stands in the document. */
interface Described<
  Params extends z.ZodRawShape,
  Query extends z.ZodType,
  Headers extends z.ZodType,
  Body extends z.ZodType,
  A extends Answers,
> {
  /** Unique; see {@link Operation}. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Such as `/posts/:post`; that of a community's operation is below its address. */
  readonly path: string;
  /** The chapter of the documentation. */
  readonly tag: string;
  /** What it does, as an order: `Like a post`. */
  readonly summary: string;
  readonly description?: string;
  /** The parameters of its path, without the community. */
  readonly params?: Params;
  readonly query?: Query;
  readonly headers?: Headers;
  readonly body?: Body;
  /** The type that the document names for a body which the handler reads as the stream that it is. */
  readonly streams?: string;
  /** What it answers by status; the lowest is that of what the handler returns. */
  readonly answers: A;
  /** Statuses of its own refusals, beyond those that every operation, or every one of a community, has. */
  readonly refusals?: readonly number[];
}

/** Everything about an operation of a community. */
export interface Definition<
  Params extends z.ZodRawShape,
  Query extends z.ZodType,
  Headers extends z.ZodType,
  Body extends z.ZodType,
  A extends Answers,
  L extends Login,
> extends Described<Params, Query, Headers, Body, A> {
  /**
   * `required`: without an access token it answers 401. `none`: it makes no difference who asks, so that an access token
   * that has ended, sent all the same, does no harm: the forum is as nobody in particular sees it.
   */
  readonly login?: L;
  /**
   * Of a GET: whether it has to be answered by the primary, because it writes or decides something. Any other is read
   * from a replica where there are some; a POST never is.
   */
  readonly fresh?: boolean;
  /** Returns what is answered, or the reply when it has sent that itself. */
  readonly handle: (
    asked: Asked<z.output<z.ZodObject<Params>>, z.output<Query>, z.output<Headers>, z.output<Body>, L>,
    dependencies: Dependencies,
  ) => Promise<Answer<BodyOf<A[keyof A]>>>;
}

/** Everything about an operation that knows no community. */
interface SiteDefinition<
  Params extends z.ZodRawShape,
  Query extends z.ZodType,
  A extends Answers,
> extends Described<Params, Query, z.ZodUndefined, z.ZodUndefined, A> {
  /** Not logged while it goes well: probes ask every few seconds. */
  readonly quiet?: boolean;
  /** As that of {@link Definition}. */
  readonly handle: (
    asked: AskedOfSite<z.output<z.ZodObject<Params>>, z.output<Query>, undefined, undefined>,
    dependencies: Dependencies,
  ) => Promise<Answer<BodyOf<A[keyof A]>>>;
}

/** What a handler returns; nothing where an answer may be empty. */
type Answer<Body> = Body | FastifyReply | (undefined extends Body ? void : never);

/** Defines an operation of a community: schema, authorisation, queries and handler stand in its file. */
export function operation<
  A extends Answers,
  Params extends z.ZodRawShape = Readonly<Record<string, never>>,
  Query extends z.ZodType = z.ZodUndefined,
  Headers extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  L extends Login = 'optional',
>(definition: Definition<Params, Query, Headers, Body, A, L>): Operation {
  const { id, method, path: url, login, streams, fresh = false, handle } = definition;
  const mayBeOld = method === 'GET' && !fresh;
  const status = lowestStatus(definition);
  const schema = {
    ...schemaOf(definition),
    ...(login === 'required' && { security: [{ accessToken: [] }] }),
    params: communityParams.extend(definition.params ?? {}),
  };
  return {
    id,
    register: (app, dependencies) => {
      const handler = (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
        const asked = {
          ...partsOf(request, reply.code(status)),
          community: request.community,
          viewer: viewerOf(request, login),
        };
        const scope = login === 'none' ? request.community.id : request.scope;
        const answer = (forum: Forum): Promise<unknown> =>
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Fastify has parsed the parts by these schemas
          handle({ ...asked, forum } as unknown as Parameters<typeof handle>[0], dependencies);
        if (mayBeOld) return readOld({ request, reply, scope }, dependencies, answer);
        return answer(dependencies.database.for(scope));
      };
      if (streams === undefined) app.route({ method, url, schema, handler });
      else withStreams(app, (scope) => scope.route({ method, url, schema, handler }));
    },
  };
}

/** Defines an operation at the bare address, which knows no community and nobody who asks. */
export function siteOperation<
  A extends Answers,
  Params extends z.ZodRawShape = Readonly<Record<string, never>>,
  Query extends z.ZodType = z.ZodUndefined,
>(definition: SiteDefinition<Params, Query, A>): Operation {
  const { id, method, path: url, params, quiet = false, handle } = definition;
  const status = lowestStatus(definition);
  const schema = { ...schemaOf(definition), ...(params !== undefined && { params: z.object(params) }) };
  return {
    id,
    register: (app, dependencies) => {
      const handler = (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
        const asked = {
          ...partsOf(request, reply.code(status)),
          forum: dependencies.database.for(undefined),
        };
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Fastify has parsed the parts by these schemas
        return handle(asked as unknown as Parameters<typeof handle>[0], dependencies);
      };
      app.route({ method, url, schema, handler, ...(quiet && { logLevel: 'warn' }) });
    },
  };
}

type AnyDescribed = Described<z.ZodRawShape, z.ZodType, z.ZodType, z.ZodType, Answers>;

function schemaOf(described: AnyDescribed): FastifySchema & { operationId: string } {
  const { id, tag, summary, description, query, headers, body, streams, answers, refusals = [] } = described;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(query !== undefined && { querystring: query }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
    ...(streams !== undefined && { consumes: [streams] }),
    response: { ...answers, ...problems(...refusals) },
  };
}

/** The first status that is declared: an answer has it unless the handler sets another. */
function lowestStatus({ answers }: AnyDescribed): number {
  return Number(Object.keys(answers)[0]);
}

function partsOf(request: FastifyRequest, reply: FastifyReply) {
  const { params, query, headers, body } = request;
  return { params, query, headers, body, request, reply };
}

function viewerOf(request: FastifyRequest, login: Login = 'optional'): Viewer | undefined {
  if (login === 'required') return requireViewer(request);
  return login === 'none' ? undefined : request.viewer;
}
