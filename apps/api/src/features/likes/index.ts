import type { Operation } from '../../http/operation.ts';
import { likeComment } from './comments/like-comment.ts';
import { unlikeComment } from './comments/unlike-comment.ts';
import { likePost } from './posts/like-post.ts';
import { unlikePost } from './posts/unlike-post.ts';

/** Liking posts and comments. */
export const likes: readonly Operation[] = [likePost, unlikePost, likeComment, unlikeComment];
