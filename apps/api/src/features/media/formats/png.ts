import { crc32 } from 'node:zlib';
import { type Dimensions, type Format, Malformed, Walk } from './format.ts';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** Portable Network Graphics, third edition (w3.org/TR/png-3), section 5: a signature, then chunks up to IEND. */
export const png: Format = {
  mimeType: 'image/png',
  extension: 'png',
  inline: true,
  recognises: (bytes) => bytes.subarray(0, 8).equals(signature),
  inspect(bytes) {
    const walk = new Walk(bytes, signature.length);
    let dimensions: Dimensions | undefined;
    let pixels = false;
    for (;;) {
      const length = walk.take(4).readUInt32BE();
      const type = walk.take(4);
      const data = walk.take(length);
      if (walk.take(4).readUInt32BE() !== crc32(data, crc32(type)))
        throw new Malformed('a checksum is wrong');
      const name = type.toString('latin1');
      if ((name === 'IHDR') === (dimensions !== undefined) || (name === 'IHDR' && length !== 13))
        throw new Malformed('its header is not in its place');
      dimensions ??= { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
      pixels ||= name === 'IDAT';
      if (name === 'IEND') break;
    }
    if (!pixels) throw new Malformed('it has no pixels');
    walk.end();
    return dimensions;
  },
};
