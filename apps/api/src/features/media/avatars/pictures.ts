import type { Format } from '../formats/format.ts';
import { gif } from '../formats/gif.ts';
import { jpeg } from '../formats/jpeg.ts';
import { png } from '../formats/png.ts';
import { webp } from '../formats/webp.ts';

/** Bytes that an avatar may have: every page shows some. */
export const mostAvatarBytes = 1_000_000;

/** Pixels that a side of it may have. */
export const mostAvatarSide = 4096;

/** The formats of pictures, of all that media may have. */
export const pictureFormats: readonly Format[] = [png, jpeg, gif, webp];

/** The format that bytes begin as; undefined when they are no picture. */
export function pictureFormat(bytes: Buffer): Format | undefined {
  return pictureFormats.find((format) => format.recognises(bytes));
}
