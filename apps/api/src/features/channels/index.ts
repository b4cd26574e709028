import type { Operation } from '../../http/operation.ts';
import { createChannel } from './create-channel.ts';
import { deleteChannel } from './delete-channel.ts';
import { getChannel } from './get-channel.ts';
import { listChannels } from './list-channels.ts';
import { updateChannel } from './update-channel.ts';

/** The rooms of a community; administrators open, change and close them, and each act is in the log. */
export const channels: readonly Operation[] = [
  listChannels,
  getChannel,
  createChannel,
  updateChannel,
  deleteChannel,
];
