import { z } from 'zod';

/** Controls but for tabs and ends of lines: PostgreSQL holds no NUL, and the others do things to a terminal. */
const controls = /[^\P{Cc}\t\n\r]/u;

/** What makes the text after it run the other way (Unicode UAX #9, explicit formatting): a name with one could pass for another. */
const directionControls = /[\u202A-\u202E\u2066-\u2069]/u;

/** A character that can be seen: no space, no mark alone, nothing of no width, no filler. */
const visible = /[^\p{C}\p{Z}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u;

/** More marks on one letter than any language writes: they cover what stands above and below. */
const piled = /\p{M}{9}/u;

/** Text of any number of lines, which may be empty. @param most characters */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((given) => !controls.test(given), 'must hold no control characters');

/** Text of any number of lines with something to be seen. @param most characters */
export const writtenText = (most: number) =>
  text(most)
    .min(1)
    .refine((given) => visible.test(given), 'must hold something that can be seen');

/**
 * A name or a title: one visible line that leaves the direction of its neighbours alone. Line ends and tabs, which come
 * along when people paste, become spaces. Kept in normalisation form C (Unicode UAX #15): two that look the same are the
 * same.
 * @param most characters
 */
export const line = (most: number) =>
  z
    .string()
    .overwrite((given) =>
      given
        .normalize('NFC')
        .replaceAll(/[\t\n\v\f\r\u2028\u2029 ]+/g, ' ')
        .trim(),
    )
    .min(1)
    .max(most)
    .refine((given) => visible.test(given), 'must hold something that can be seen')
    .refine(
      (given) => !controls.test(given) && !directionControls.test(given),
      'must hold no control characters, and none that turn the direction of writing',
    )
    .refine((given) => !piled.test(given), 'must not pile up marks on one letter');
