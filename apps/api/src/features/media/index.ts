import type { Operation } from '../../http/operation.ts';
import { getAvatarBytes } from './avatars/get-avatar-bytes.ts';
import { uploadAvatar } from './avatars/upload-avatar.ts';
import { deleteMedium } from './delete-medium.ts';
import { getMediumBytes } from './downloading/get-medium-bytes.ts';
import { uploadMedium } from './uploading/upload-medium.ts';

/** Media of posts, and avatars: files by their content id. */
export const media: readonly Operation[] = [
  uploadMedium,
  getMediumBytes,
  deleteMedium,
  uploadAvatar,
  getAvatarBytes,
];
