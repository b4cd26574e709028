import { ApiError } from '../../../api-error.ts';
import { Malformed } from './format.ts';
import { formats } from './index.ts';

/** What a file turned out to be. */
interface Inspected {
  readonly mimeType: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** Pixels that a picture may have: unpacked in a browser, each takes four bytes, however small the file is. */
export const mostPixels = 50_000_000;

/**
 * Finds out from its bytes alone what a file is; what its sender calls it counts for nothing.
 * @throws ApiError `media.type_refused`, `media.malformed`, `media.too_many_pixels`
 */
export function inspect(bytes: Buffer): Inspected {
  const format = formats.find((one) => one.recognises(bytes));
  if (format === undefined) {
    throw new ApiError('media.type_refused', 'Files of this kind are not taken.', {
      why: 'The type is read from the bytes.',
      fix: `Send one of: ${formats.map(({ mimeType }) => mimeType).join(', ')}.`,
    });
  }
  let dimensions;
  try {
    dimensions = format.inspect(bytes);
  } catch (cause) {
    if (!(cause instanceof Malformed)) throw cause;
    throw new ApiError('media.malformed', `This is no sound ${format.mimeType} file: ${cause.message}.`, {
      cause,
    });
  }
  if (dimensions === null) return { mimeType: format.mimeType, width: null, height: null };
  const { width, height } = dimensions;
  if (width < 1 || height < 1)
    throw new ApiError('media.malformed', 'The picture has no width or no height.');
  if (width * height > mostPixels) {
    throw new ApiError(
      'media.too_many_pixels',
      `A picture of ${width} × ${height} pixels is too large; at most ${mostPixels / 1e6} million are taken.`,
    );
  }
  return { mimeType: format.mimeType, width, height };
}
