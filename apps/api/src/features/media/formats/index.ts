import { gif } from './gif.ts';
import type { Format } from './format.ts';
import { jpeg } from './jpeg.ts';
import { pdf } from './pdf.ts';
import { png } from './png.ts';
import { text } from './text.ts';
import { webp } from './webp.ts';

/** Everything that is taken, in the order in which it is tried: text last, which has no beginning of its own. */
export const formats: readonly Format[] = [png, jpeg, gif, webp, pdf, text];

const unknownType = 'application/octet-stream';

/** Every type that a medium may be sent as. */
export const sentTypes: readonly string[] = [...formats.map(({ mimeType }) => mimeType), unknownType];

/** How a stored medium is sent; a type that is not taken (any more) is for saving and not to be guessed at. */
export function deliveryOf(mimeType: string): Pick<Format, 'mimeType' | 'extension' | 'inline'> {
  return (
    formats.find((format) => format.mimeType === mimeType) ?? {
      mimeType: unknownType,
      extension: 'bin',
      inline: false,
    }
  );
}
