import type { Config } from '../../config.ts';
import type { Community } from './schema.ts';

/** Where the API answers for a community, as mails name it. */
export const addressOf = ({ publicUrl }: Config, { slug }: Community): string => `${publicUrl}/c/${slug}`;
