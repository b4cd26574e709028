import { community as schema } from '../../domain/communities/schema.ts';
import { operation } from '../../http/operation.ts';

export const getCommunity = operation({
  id: 'getCommunity',
  method: 'GET',
  path: '/',
  tag: 'communities',
  summary: 'Read a community',
  answers: { 200: schema },
  handle: async ({ community }) => community,
});
