import { randomUUID } from 'node:crypto';

/** A username for somebody who leaves. Made at random, or somebody could take it beforehand. */
export const leftName = (): string => `deleted_${randomUUID().replaceAll('-', '').slice(0, 20)}`;

/** Whether a username is one that {@link leftName} made: it leads to nobody. */
export const isLeftName = (username: string): boolean => /^deleted_[0-9a-f]{20}$/.test(username);
