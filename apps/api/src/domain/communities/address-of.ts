import type { Config } from '../../config.ts';
import type { Community } from './schema.ts';

/** Where people find a community in their browsers, as mails name it. */
export const addressOf = ({ publicUrl }: Config, { slug }: Community): string => `${publicUrl}/r/${slug}`;
