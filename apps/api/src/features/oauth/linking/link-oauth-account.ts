import { ApiError } from '../../../api-error.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { operation } from '../../../http/operation.ts';
import { linkAccountSql } from '../grants/link-account.sql.ts';
import { codeRequest, redeem } from '../grants/one-time-code.ts';
import { linkedAccount, linkedAccountOf } from './linked-account.ts';

export const linkOAuthAccount = operation({
  id: 'linkOAuthAccount',
  method: 'POST',
  path: '/me/oauth',
  tag: 'accounts',
  summary: 'Link a provider account with a one-time code',
  description: 'The code of a start with `purpose=link`. Linking what is linked to you already renews it.',
  login: 'required',
  body: codeRequest,
  answers: { 201: linkedAccount },
  refusals: [409],
  async handle({ forum, viewer: { communityId, userId }, body }, { providers }) {
    const grant = await redeem(forum, { communityId, purpose: 'LINK' }, body);
    const linked = await forum.one(linkAccountSql({ ...grant, communityId, userId, id: uuid7() }));
    if (linked === undefined) {
      throw new ApiError('oauth.linked_elsewhere', 'Another user has linked this account of the provider.');
    }
    return linkedAccountOf(providers, linked);
  },
});
