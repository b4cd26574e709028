import { z } from 'zod';

/**
 * An e-mail address, stored in lower case: addresses are told apart without regard to case. Of ASCII alone, which is looked at
 * before: JavaScript lowers other signs to its letters, too, such as that of the Kelvin to k, and that address is another's.
 */
export const email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[\x21-\x7E]*$/, 'must be of ASCII characters: a domain of others as xn--...')
  .toLowerCase()
  .pipe(z.email());
