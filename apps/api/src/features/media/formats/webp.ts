import { type Dimensions, type Format, Malformed, Walk } from './format.ts';

/** WebP (RFC 9649): one RIFF container, as long as it says. */
export const webp: Format = {
  mimeType: 'image/webp',
  extension: 'webp',
  inline: true,
  recognises: (bytes) =>
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  inspect(bytes) {
    const walk = new Walk(bytes, 4);
    if (walk.take(4).readUInt32LE() !== bytes.length - 8) throw new Malformed('it is not as long as it says');
    walk.take(4);
    let dimensions: Dimensions | undefined;
    let pixels = false;
    while (walk.left > 0) {
      const name = walk.take(4).toString('latin1');
      const length = walk.take(4).readUInt32LE();
      const data = walk.take(length);
      if (length % 2 === 1) walk.take(1);
      dimensions ??= sizeIn(name, data);
      pixels ||= name === 'VP8 ' || name === 'VP8L' || name === 'ANMF';
    }
    if (dimensions === undefined || !pixels) throw new Malformed('it has no picture in it');
    return dimensions;
  },
};

/** The first chunk holds the size, in one of three ways (RFC 9649, sections 2.5 to 2.7). */
function sizeIn(name: string, data: Buffer): Dimensions {
  if (name === 'VP8X' && data.length >= 10)
    return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
  if (name === 'VP8 ' && data.length >= 10 && data.readUIntBE(3, 3) === 0x9d012a)
    return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  if (name === 'VP8L' && data.length >= 5 && data.readUInt8(0) === 0x2f) {
    const bits = data.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  throw new Malformed('its size cannot be read');
}
