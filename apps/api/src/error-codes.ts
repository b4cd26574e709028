import type { Table } from '@agora/core';

/**
 * Every code that the API answers or throws, with the HTTP status it travels under and its meaning in one line.
 * A problem document's `type` is `/problems/<code>`.
 */
export const apiErrorCodes = {
  'request.invalid': {
    status: 400,
    meaning: 'A part of the request does not match the schema; `errors` names each fault.',
  },
  'request.invalid_json': { status: 400, meaning: 'The body is not JSON.' },
  'request.invalid_cursor': { status: 400, meaning: 'The cursor was not made by this listing.' },
  'request.malformed': {
    status: 400,
    meaning: 'The request cannot be read as HTTP, or its address not decoded.',
  },
  'request.headers_too_large': { status: 431, meaning: 'The headers are larger than the API accepts.' },
  'request.not_found': { status: 404, meaning: 'No such address.' },
  'request.method_not_allowed': {
    status: 405,
    meaning: 'The address does not answer this method; `Allow` names those it does.',
  },
  'request.too_slow': { status: 408, meaning: 'The body did not come in time.' },
  'request.incomplete': { status: 400, meaning: 'The body ended before it was complete.' },
  'request.range_not_satisfiable': { status: 416, meaning: 'The file has no such bytes.' },
  'request.too_large': { status: 413, meaning: 'The body is larger than the API accepts.' },
  'request.foreign_form': {
    status: 403,
    meaning: 'The form was not sent from a page of this forum, or it has grown old.',
  },
  'request.unsupported_media_type': { status: 415, meaning: 'The body is of a type the API does not read.' },
  'community.not_found': { status: 404, meaning: 'There is no community of that slug or id.' },
  'resource.not_found': {
    status: 404,
    meaning: 'There is no such thing in this community, or you may not see it.',
  },
  'auth.required': { status: 401, meaning: 'The address needs an access token and none was sent.' },
  'auth.invalid_token': {
    status: 401,
    meaning: 'The access token is malformed, forged, expired, ended or of another community.',
  },
  'auth.invalid_credentials': { status: 401, meaning: 'E-mail and password do not belong together.' },
  'auth.account_inactive': { status: 403, meaning: 'The account is suspended or deactivated.' },
  'auth.email_unverified': { status: 403, meaning: 'The e-mail address has not been verified yet.' },
  'auth.invalid_refresh_token': { status: 401, meaning: 'The refresh token is unknown, expired or ended.' },
  'auth.refresh_token_reused': {
    status: 401,
    meaning: 'The refresh token was used before; its session has been ended.',
  },
  'auth.invalid_mail_token': { status: 400, meaning: 'The mailed token is unknown, used or expired.' },
  'auth.invalid_code': {
    status: 401,
    meaning: 'The code of an app or for recovery is wrong, or was used before.',
  },
  'auth.invalid_login_token': {
    status: 401,
    meaning: 'The log-in that a code is sent for was not begun, or has taken too long.',
  },
  'two_factor.unavailable': { status: 409, meaning: 'The forum cannot keep the secret of an app.' },
  'two_factor.on': { status: 409, meaning: 'Codes are asked for at log-in already.' },
  'two_factor.not_begun': { status: 409, meaning: 'No secret waits for a code to confirm it.' },
  'auth.invalid_passkey': {
    status: 401,
    meaning: 'The passkey is unknown, or its answer is wrong, too old or taken already.',
  },
  'passkey.unavailable': { status: 409, meaning: 'Browsers make no passkeys for the address of this forum.' },
  'passkey.too_many': { status: 409, meaning: 'The account has as many passkeys as it may.' },
  'auth.second_factor_needed': {
    status: 403,
    meaning:
      'This community asks its team for a second factor: log in with a passkey, or set up codes at .../me/two-factor.',
  },
  'auth.weak_password': { status: 400, meaning: 'The password is among the first that would be guessed.' },
  'account.last_admin': {
    status: 409,
    meaning: 'The community would be left without an administrator; make another one first.',
  },
  'oauth.return_to_not_allowed': { status: 400, meaning: 'Nobody is sent back to this address.' },
  'oauth.invalid_state': {
    status: 400,
    meaning: 'The answer of a provider belongs to no sign-in of this browser, or was taken already.',
  },
  'oauth.denied': { status: 403, meaning: 'The provider was not allowed to say who you are.' },
  'oauth.code_refused': { status: 400, meaning: 'The provider does not take the code that came back.' },
  'oauth.invalid_code': {
    status: 400,
    meaning: 'The one-time code is unknown, used, expired, or good for another purpose or verifier.',
  },
  'oauth.email_unverified': { status: 403, meaning: 'The provider vouches for no e-mail address.' },
  'oauth.account_exists': {
    status: 409,
    meaning: 'An account has the address without having verified it: log in and link the provider.',
  },
  'oauth.linked_elsewhere': { status: 409, meaning: "Another user has linked the provider's account." },
  'oauth.last_login': { status: 409, meaning: 'Without this account there would be no way to log in.' },
  'oauth.invalid_answer': { status: 502, meaning: 'The answer of the provider cannot be used.' },
  'oauth.provider_unavailable': { status: 503, meaning: 'The provider cannot be reached; try again.' },
  'auth.forbidden': { status: 403, meaning: 'Your role does not allow this.' },
  'auth.too_many_attempts': { status: 429, meaning: 'Too many attempts to log in; wait.' },
  'member.too_many': {
    status: 429,
    meaning: 'You have written as much as one member may in an hour; wait.',
  },
  'member.muted': {
    status: 403,
    meaning: 'A moderator has muted you: you may read, and not write for a while.',
  },
  'request.too_many': { status: 429, meaning: 'Too many requests; wait.' },
  'request.idempotency_key_reused': {
    status: 422,
    meaning: 'The idempotency key was used for another request.',
  },
  'request.precondition_required': {
    status: 428,
    meaning: 'An edit must say which version it edits: send If-Match.',
  },
  'request.precondition_failed': { status: 412, meaning: 'It has changed since you read it; read it again.' },
  'post.closed': { status: 409, meaning: 'The post takes no comments or likes: it is not published.' },
  'post.unknown_tag': { status: 422, meaning: 'There is no such tag.' },
  'post.locked': { status: 409, meaning: 'Only moderators may comment on this post.' },
  'comment.too_soon': { status: 429, meaning: 'The post is in slow mode; wait before your next comment.' },
  'comment.too_deep': { status: 422, meaning: 'Replies nest at most ten deep.' },
  'like.own': { status: 409, meaning: 'Nobody likes their own.' },
  'media.type_refused': { status: 415, meaning: 'The bytes are of a kind of file that is not taken.' },
  'media.malformed': { status: 422, meaning: 'The file is not built as its kind of file must be.' },
  'media.too_many_pixels': { status: 422, meaning: 'The picture has too many pixels.' },
  'media.cid_mismatch': {
    status: 422,
    meaning: 'The bytes that came do not have the content id that was announced.',
  },
  'media.too_many': { status: 409, meaning: 'A post has at most 20 media.' },
  'media.quota_exceeded': {
    status: 409,
    meaning: 'Your posts have as many bytes of media as one user may have; take some away first.',
  },
  'media.too_many_uploads': { status: 429, meaning: 'Too many uploads; wait.' },
  'media.missing': { status: 500, meaning: 'The bytes of the medium are not in the store.' },
  'media.corrupt': {
    status: 500,
    meaning: 'The stored bytes of the medium are not those of its content id.',
  },
  'media.store_unavailable': { status: 503, meaning: 'The store of media cannot be reached; try again.' },
  'points.insufficient': { status: 409, meaning: 'The balance is too small.' },
  'points.tip_to_self': { status: 409, meaning: 'Nobody tips themselves.' },
  'report.own': { status: 409, meaning: 'Nobody reports themselves or their own.' },
  'report.closed': { status: 409, meaning: 'The report has been handled already.' },
  'queue.taken': { status: 409, meaning: 'Another moderator is looking at it.' },
  'act.not_undoable': { status: 409, meaning: 'The act cannot be undone, or no more.' },
  'ban.not_allowed': { status: 403, meaning: 'Moderators and admins cannot be banned by their equals.' },
  'maintenance.read_only': { status: 503, meaning: 'The community is read-only for a while.' },
  'maintenance.closed': { status: 503, meaning: 'The community is closed for a while.' },
  'name.imitates': {
    status: 422,
    meaning: 'The name could be taken for that of somebody else, or of the team.',
  },
  'conflict.duplicate': { status: 409, meaning: 'Something with the same unique value exists.' },
  'conflict.referenced': {
    status: 409,
    meaning: 'Something else refers to it, or it refers to something that is not there.',
  },
  'request.refused_value': { status: 422, meaning: 'The database refuses a value of the request.' },
  'server.unavailable': { status: 503, meaning: 'The database cannot be reached or is too busy; try again.' },
  'server.timeout': { status: 503, meaning: 'The database took too long to answer; try again.' },
  'server.error': { status: 500, meaning: 'A fault of the server; the request id finds it in the log.' },
  'api.invalid_config': { status: 500, meaning: 'Environment variables that the API cannot start with.' },
  'api.unsafe_role': { status: 500, meaning: "The API's database role could read past row-level security." },
  'api.settings_unheard': {
    status: 500,
    meaning: 'A pooler keeps from the database what the API begins a session with.',
  },
  'api.not_migrated': {
    status: 500,
    meaning:
      'A migration is pending, failed or unknown, and the API does not start on it outside development.',
  },
  'api.schema_missing': { status: 500, meaning: 'The database does not have the schema that the API needs.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

/** A code of {@link apiErrorCodes}. */
export type ApiErrorCode = keyof typeof apiErrorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof apiErrorCodes> {}
}
