import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Community } from '../domain/communities/schema.ts';
import { notificationKind } from '../domain/notification-kind.ts';
import { type ChannelLinksRow, channelLinksSql } from './queries/channel-links.sql.ts';
import { type WhoReadsRow, whoReadsSql } from './queries/who-reads.sql.ts';
import { formToken } from './session/form-token.ts';
import { ReaderCookies } from './session/session-cookie.ts';

/** Who reads, where somebody is logged in. */
export type Reader = WhoReadsRow;

/** What every page of a community knows. */
export interface View {
  readonly community: Community;
  readonly channels: readonly ChannelLinksRow[];
  readonly reader: Reader | undefined;
  /** What its forms prove with where they come from; undefined: it has none. */
  readonly token: string | undefined;
  /** Its own address, to come back to. */
  readonly address: string;
  /** What was just done: a key of {@link file://./views/flash.ts}. */
  readonly flash: string | undefined;
}

/** The statements that a page's frame needs, for the one round trip of the page. */
export function frameSql({ community, viewer }: FastifyRequest) {
  const communityId = community.id;
  return [
    channelLinksSql({ communityId }),
    whoReadsSql({ communityId, userId: viewer?.userId ?? null, kinds: notificationKind.options }),
  ] as const;
}

/** The frame of a page, of what {@link frameSql} read. */
export function viewOf(
  request: FastifyRequest,
  config: Config,
  channels: readonly ChannelLinksRow[],
  [reader]: readonly WhoReadsRow[],
): View {
  const { community, viewer, url } = request;
  const address = new URL(url, 'http://reader.invalid');
  const flash = address.searchParams.get('flash') ?? undefined;
  address.searchParams.delete('flash');
  // A mailed token goes into no other address: those are logged, and it opens an account.
  address.searchParams.delete('token');
  return {
    community,
    channels,
    reader,
    token: viewer && formToken(config.tokens.secret, viewer.sessionId),
    address: address.pathname + address.search,
    flash,
  };
}

/** Lets somebody without a session send forms: they are bound to a cookie of this visit. */
export function withVisit(view: View, config: Config, request: FastifyRequest, reply: FastifyReply): View {
  if (view.token !== undefined) return view;
  const cookies = new ReaderCookies(config);
  const kept = cookies.readVisit(request);
  const visit = kept ?? randomBytes(24).toString('base64url');
  if (kept === undefined) cookies.keepVisit(request, reply, visit);
  return { ...view, token: formToken(config.tokens.secret, visit) };
}
