import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import type { Tokens } from '../../domain/sessions/tokens.ts';
import { cookieText, readCookie } from '../../http/cookies.ts';

/** What a browser keeps of a session: one cookie, since both rotate together. */
export interface KeptTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

type Kind = 'session' | 'visit' | 'login';

/**
 * Names and flags of the reader's cookies. Each community has its own; on https the prefix `__Host-` (RFC 6265bis,
 * 4.1.3.2) keeps neighbouring hosts from setting one.
 */
export class ReaderCookies {
  readonly #secure: boolean;
  readonly #sessionSeconds: number;

  constructor({ publicUrl, tokens }: Config) {
    this.#secure = publicUrl.startsWith('https:');
    this.#sessionSeconds = tokens.refreshDays * 86_400;
  }

  readSession(request: FastifyRequest): KeptTokens | undefined {
    const [accessToken, refreshToken] = (this.#read(request, 'session') ?? '').split('~', 2);
    return accessToken && refreshToken ? { accessToken, refreshToken } : undefined;
  }

  keepSession(request: FastifyRequest, reply: FastifyReply, tokens: Tokens): void {
    const value = `${tokens.accessToken}~${tokens.refreshToken}`;
    this.#set(request, reply, { kind: 'session', value, maxAge: this.#sessionSeconds });
  }

  forgetSession(request: FastifyRequest, reply: FastifyReply): void {
    this.#set(request, reply, { kind: 'session', value: '', maxAge: 0 });
  }

  /** What the forms of somebody without a session are bound to. */
  readVisit(request: FastifyRequest): string | undefined {
    return this.#read(request, 'visit');
  }

  keepVisit(request: FastifyRequest, reply: FastifyReply, value: string): void {
    this.#set(request, reply, { kind: 'visit', value, maxAge: undefined });
  }

  /** The first step of a log-in, which a code is still wanted for. */
  readLogin(request: FastifyRequest): string | undefined {
    return this.#read(request, 'login');
  }

  keepLogin(request: FastifyRequest, reply: FastifyReply, token: string, seconds: number): void {
    this.#set(request, reply, { kind: 'login', value: token, maxAge: seconds });
  }

  forgetLogin(request: FastifyRequest, reply: FastifyReply): void {
    this.#set(request, reply, { kind: 'login', value: '', maxAge: 0 });
  }

  #name(request: FastifyRequest, kind: Kind): string {
    return `${this.#secure ? '__Host-' : ''}agora-${kind}-${request.community.id}`;
  }

  #read(request: FastifyRequest, kind: Kind): string | undefined {
    return readCookie(request.headers.cookie, this.#name(request, kind));
  }

  #set(
    request: FastifyRequest,
    reply: FastifyReply,
    cookie: { kind: Kind; value: string; maxAge: number | undefined },
  ): void {
    const { kind, value, maxAge } = cookie;
    const name = this.#name(request, kind);
    // One answer says one thing of a cookie: what was said before is taken back.
    const others = [reply.getHeader('set-cookie') ?? []].flat().map(String);
    reply.removeHeader('set-cookie');
    reply.header('set-cookie', [
      ...others.filter((each) => !each.startsWith(`${name}=`)),
      cookieText(name, value, { secure: this.#secure, maxAge }),
    ]);
  }
}
