import type { Operation } from '../../http/operation.ts';
import { searchPosts } from './search-posts.ts';

/** Full-text search in published posts. */
export const search: readonly Operation[] = [searchPosts];
