import { z } from 'zod';

/** Long rather than complicated (NIST SP 800-63B); a bound, because hashing costs by length. */
export const newPassword = z.string().min(8).max(200);

/** Of an authenticator app, or for recovery, however it was typed. */
export const code = z.string().min(6).max(40).describe('Six digits of your app, or a recovery code');

export const currentPassword = z.string().min(1).max(200);
