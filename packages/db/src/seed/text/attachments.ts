/** A file attached to a post, as its bytes would be uploaded. */
export interface Attachment {
  mimeType: 'image/svg+xml' | 'text/plain';
  content: string;
  /** Pixels; images only. */
  size?: readonly [width: number, height: number];
  altText: string;
}

function drawing(width: number, height: number, altText: string, shapes: string): Attachment {
  return {
    mimeType: 'image/svg+xml',
    content: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="14">\n${shapes}\n</svg>\n`,
    size: [width, height],
    altText,
  };
}

const bars = (values: readonly number[], labels: readonly string[], fill: string): string =>
  values
    .map(
      (value, i) =>
        `<rect x="${40 + i * 80}" y="${200 - value}" width="50" height="${value}" fill="${fill}"/><text x="${40 + i * 80}" y="220">${labels[i]}</text>`,
    )
    .join('\n');

/** Attachments by the name under which the threads use them. */
export const attachments = {
  levels: drawing(
    460,
    240,
    'Five bars that grow from left to right: New, Active, Trusted, Veteran, Legend.',
    bars([20, 50, 90, 140, 190], ['New', 'Active', 'Trusted', 'Veteran', 'Legend'], '#3b6ea5'),
  ),
  'first-month': drawing(
    380,
    240,
    'Bar chart of comments in each of the first four weeks: 31, 44, 58 and 71.',
    bars([78, 110, 145, 178], ['week 1', 'week 2', 'week 3', 'week 4'], '#5a8f5a'),
  ),
  cid: {
    mimeType: 'text/plain',
    content: `b            multibase prefix: base32, lower case
01           CID version 1
55           codec: raw bytes
12 20 ...    multihash: SHA-256, 32 bytes

The same bytes give the same id on every machine.
`,
    altText: 'A content id taken apart into its four pieces.',
  },
  packets: drawing(
    420,
    200,
    'A child’s drawing of four tables with numbers, and cards travelling between them along lines.',
    [
      ['60', '50', '4'],
      ['360', '50', '7'],
      ['60', '150', '9'],
      ['360', '150', '2'],
    ]
      .map(
        ([x, y, n]) =>
          `<line x1="210" y1="100" x2="${x}" y2="${y}" stroke="#c26" stroke-dasharray="6 4"/><circle cx="${x}" cy="${y}" r="24" fill="#ffd24d"/><text x="${Number(x) - 4}" y="${Number(y) + 5}">${n}</text>`,
      )
      .join('\n'),
  ),
  bill: {
    mimeType: 'text/plain',
    content: `load balancer             21.40
application, 3 x 2 pcs    68.10
managed database          54.90
managed cache             24.70
managed queue             18.20
logs                      26.70
                        -------
EUR a month              214.00

orders a day                  9
`,
    altText: 'A hosting bill of 214 euro a month in six items; the last line says nine orders a day.',
  },
  'tool-library': drawing(
    400,
    180,
    'Screenshot sketch of a page with a list of tools; the ladder is lent to number 14.',
    ['Ladder — lent to No. 14', 'Drill — at home', 'Tile cutter — at home', 'Hedge trimmer — due on Friday']
      .map(
        (line, i) =>
          `<rect x="20" y="${20 + i * 38}" width="360" height="30" rx="6" fill="#eef3f8"/><text x="32" y="${40 + i * 38}">${line}</text>`,
      )
      .join('\n'),
  ),
  invoice: drawing(
    300,
    400,
    'One page: a large amount, a due date and an account number at the top, everything else small below.',
    '<text x="24" y="60" font-size="30">EUR 1,840.00</text><text x="24" y="100" font-size="20">due 15 November</text><text x="24" y="130">DE00 0000 0000 0000 0000 00</text><line x1="24" y1="260" x2="276" y2="260" stroke="#999"/><text x="24" y="290" font-size="10">Illustration, three spreads</text>',
  ),
  palette: drawing(
    360,
    120,
    'Six swatches from very dark blue-grey to a muted blue, with their codes.',
    ['#12161c', '#1b212a', '#262e3a', '#e0e4ea', '#f4f6f8', '#8fb3d9']
      .map(
        (colour, i) =>
          `<rect x="${i * 60}" y="0" width="60" height="90" fill="${colour}"/><text x="${i * 60 + 4}" y="108" font-size="11">${colour}</text>`,
      )
      .join('\n'),
  ),
  'thread-path': drawing(
    420,
    160,
    'A tree of four comments; below each node its path, one id longer than its parent’s.',
    '<path d="M60 30v90M60 70h80M140 70v50M140 110h80" stroke="#456" fill="none"/><text x="70" y="35">a</text><text x="150" y="75">a b</text><text x="230" y="115">a b c</text><text x="70" y="135">d</text>',
  ),
  desk: drawing(
    420,
    220,
    'Line drawing of a desk with a screen, a lamp, a sleeping cat and no mugs.',
    '<path d="M20 160h380M60 160v50M360 160v50M150 160v-20h60v20M120 60h120v80h-120z" stroke="#333" fill="none" stroke-width="3"/><path d="M300 160q20-50 60-20q20 10 10 20z" fill="#777"/>',
  ),
  cycle: drawing(
    420,
    200,
    'A line with three marked points and a steep dotted curve that continues upwards into the future.',
    '<path d="M20 180L120 140L240 110" stroke="#d60" fill="none" stroke-width="3"/><path d="M240 110Q330 90 400 10" stroke="#d60" fill="none" stroke-dasharray="4 6" stroke-width="3"/><text x="330" y="30">you are here 🚀</text>',
  ),
} satisfies Record<string, Attachment>;

export type AttachmentName = keyof typeof attachments;
