import type { Operation } from '../../http/operation.ts';
import { listMyNotifications } from './list-my-notifications.ts';
import { markNotificationsRead } from './mark-notifications-read.ts';
import { unsubscribe } from './unsubscribing/unsubscribe.ts';

/** What others did that concerns you. */
export const notifications: readonly Operation[] = [listMyNotifications, markNotificationsRead, unsubscribe];
