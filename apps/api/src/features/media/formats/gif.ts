import { type Format, Malformed, Walk } from './format.ts';

/** GIF (GIF89a specification, 1990): a header, then blocks up to the trailer. */
export const gif: Format = {
  mimeType: 'image/gif',
  extension: 'gif',
  inline: true,
  recognises: (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)),
  inspect(bytes) {
    const walk = new Walk(bytes, 6);
    const screen = walk.take(7);
    const dimensions = { width: screen.readUInt16LE(0), height: screen.readUInt16LE(2) };
    skipColours(walk, screen.readUInt8(4));
    let pictures = 0;
    for (;;) {
      const kind = walk.byte();
      if (kind === 0x3b) break;
      if (kind === 0x21) walk.take(1);
      else if (kind === 0x2c) {
        skipColours(walk, walk.take(9).readUInt8(8));
        walk.take(1);
        pictures += 1;
      } else throw new Malformed('it has a block that does not exist');
      for (let size = walk.byte(); size > 0; size = walk.byte()) walk.take(size);
    }
    if (pictures === 0) throw new Malformed('it has no picture in it');
    walk.end();
    return dimensions;
  },
};

/** Skips a table of colours, if the flags say that there is one. */
function skipColours(walk: Walk, flags: number): void {
  if ((flags & 0x80) !== 0) walk.take(3 * 2 ** ((flags & 0x07) + 1));
}
