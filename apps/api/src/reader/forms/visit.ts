import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import { secretsOf } from '../../config.ts';
import type { Dependencies } from '../../dependencies.ts';
import { isFormToken, isFromElsewhere } from '../session/form-token.ts';
import { ReaderCookies } from '../session/session-cookie.ts';
import { frameSql, type View, viewOf, withVisit } from '../view.ts';
import { askApi, type Call } from './ask-api.ts';
import { FormBody } from './form-body.ts';
import { wayBack } from './way-back.ts';

const strings = z.record(z.string(), z.string()).catch({});

/** A request for a page, or of a form, and what answering it needs. */
export class Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly dependencies: Dependencies;
  readonly cookies: ReaderCookies;
  /** What the form was sent with; empty where none was. */
  readonly form: FormBody;
  #view: Promise<View> | undefined;

  constructor(request: FastifyRequest, reply: FastifyReply, dependencies: Dependencies) {
    this.request = request;
    this.reply = reply;
    this.dependencies = dependencies;
    this.cookies = new ReaderCookies(dependencies.config);
    this.form = request.body instanceof FormBody ? request.body : new FormBody();
  }

  /** Slug of the community. */
  get community(): string {
    return this.request.community.slug;
  }

  /** A parameter of the path. */
  readonly param = (name: string): string => strings.parse(this.request.params)[name] ?? '';

  /** A parameter of the address, if it was given once. */
  readonly query = (name: string): string | undefined =>
    new URL(this.request.url, 'http://reader.invalid').searchParams.get(name) ?? undefined;

  /** Where the person came from, as the form or the address says. */
  get back(): string {
    return wayBack(this.community, this.form.optional('to') ?? this.query('to'));
  }

  /** The frame of the page, read once. */
  view(): Promise<View> {
    this.#view ??= this.#readView();
    return this.#view;
  }

  /** Asks the API on behalf of who asks: see {@link askApi}. */
  ask(call: Call): Promise<unknown> {
    return askApi(this.request, call);
  }

  /**
   * Makes sure that the form came from a page of ours.
   * @throws ApiError `request.foreign_form`
   */
  assertOwnForm(): void {
    const { config } = this.dependencies;
    const binding = this.request.viewer?.sessionId ?? this.cookies.readVisit(this.request);
    if (isFromElsewhere(this.request)) {
      throw new ApiError('request.foreign_form', 'This form was sent by another site. Nothing was done.');
    }
    if (!isFormToken(secretsOf(config.tokens), binding, this.form.text('form-token'))) {
      throw new ApiError('request.foreign_form', 'This form has grown old. Look at it, and send it again.');
    }
  }

  /** Goes on as nobody's, when the session has been ended elsewhere: what was typed is then still shown. */
  endSession(): void {
    const { request } = this;
    request.viewer = undefined;
    request.accessToken = undefined;
    request.scope = request.community.id;
    this.cookies.forgetSession(request, this.reply);
  }

  async #readView(): Promise<View> {
    const { database, config } = this.dependencies;
    const [channels, who] = await database.run(this.request.scope, ...frameSql(this.request));
    return withVisit(viewOf(this.request, config, channels, who), config, this.request, this.reply);
  }
}
