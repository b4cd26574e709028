import type { Operation } from '../../http/operation.ts';
import { followPost } from './following/follow-post.ts';
import { listFollowedPosts } from './following/list-followed-posts.ts';
import { unfollowPost } from './following/unfollow-post.ts';
import { listMyPosts } from './lists/list-my-posts.ts';
import { listPinnedPosts } from './lists/list-pinned-posts.ts';
import { listPosts } from './lists/list-posts.ts';
import { getPost } from './page/get-post.ts';
import { createPost } from './writing/create-post.ts';
import { listPostRevisions } from './writing/list-post-revisions.ts';
import { updatePost } from './writing/update-post.ts';

/** Reading and writing posts. */
export const posts: readonly Operation[] = [
  listPosts,
  getPost,
  createPost,
  updatePost,
  listPostRevisions,
  listMyPosts,
  listPinnedPosts,
  followPost,
  unfollowPost,
  listFollowedPosts,
];
