import type { Operation } from '../../http/operation.ts';
import { createTag } from './create-tag.ts';
import { deleteTag } from './delete-tag.ts';
import { getTag } from './get-tag.ts';
import { listTags } from './list-tags.ts';
import { updateTag } from './update-tag.ts';

/** The labels of a community; moderators make, change and take them away, and each act is in the log. */
export const tags: readonly Operation[] = [listTags, createTag, getTag, updateTag, deleteTag];
