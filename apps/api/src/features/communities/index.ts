import type { Operation } from '../../http/operation.ts';
import { getCommunity } from './get-community.ts';
import { listCommunities } from './list-communities.ts';

/** The communities that this installation hosts. */
export const communities: readonly Operation[] = [listCommunities];

/** One community, below its own address. */
export const community: readonly Operation[] = [getCommunity];
