import type { ChangeKind } from '../describe-statement.ts';
import { type MigrationDocs, nameParts } from '../migration-page.ts';
import { escapeXml } from './escape-xml.ts';

const colors: Readonly<Record<ChangeKind, string>> = {
  add: '#4d8f63',
  change: '#3b6ea5',
  remove: '#b4475d',
  data: '#b97a2e',
  code: '#7a5195',
  security: '#3f7d84',
  other: '#9aa1ac',
};

const kinds: readonly { readonly kind: ChangeKind; readonly label: string }[] = [
  { kind: 'add', label: 'added' },
  { kind: 'change', label: 'changed' },
  { kind: 'remove', label: 'removed' },
  { kind: 'data', label: 'data' },
  { kind: 'code', label: 'functions, triggers, views' },
  { kind: 'security', label: 'roles, policies' },
];

const row = 26;
const top = 66;
const axis = 132;
const barStart = 470;
const barWidth = 300;
const width = 880;

/** The history as a picture: a line for each migration, with what it changed as a bar and its hazards as a mark. */
export function renderTimeline(migrations: readonly MigrationDocs[]): string {
  const height = top + Math.max(1, migrations.length) * row + 20;
  const most = Math.max(1, ...migrations.map(({ changes }) => changes.length));
  const last = top + (migrations.length - 1) * row;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="12">`,
    '<title>Timeline of the migrations</title>',
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...legend(),
    ...stripes(migrations.length),
    ...(migrations.length > 1
      ? [`<line x1="${axis}" y1="${top}" x2="${axis}" y2="${last}" stroke="#d3d7dd" stroke-width="2"/>`]
      : []),
    ...migrations.flatMap((one, index) => line(one, index, most, migrations[index - 1])),
    '</svg>',
    '',
  ].join('\n');
}

/** Every second row is tinted, below all else. */
function stripes(rows: number): readonly string[] {
  return Array.from({ length: Math.floor(rows / 2) }, (_, index) => {
    const y = top + (index * 2 + 1) * row - row / 2;
    return `<rect x="12" y="${y}" width="${width - 24}" height="${row}" fill="#f8f9fb" rx="4"/>`;
  });
}

function legend(): readonly string[] {
  let x = 24;
  return kinds.flatMap(({ kind, label }) => {
    const at = x;
    // Helvetica at 11 px is about 5.6 px a letter.
    x += 24 + Math.ceil(label.length * 5.6) + 14;
    return [
      `<rect x="${at}" y="19" width="12" height="12" rx="2" fill="${colors[kind]}"/>`,
      `<text x="${at + 18}" y="29" font-size="11" fill="#5a6270">${label}</text>`,
    ];
  });
}

function line(
  one: MigrationDocs,
  index: number,
  most: number,
  before: MigrationDocs | undefined,
): readonly string[] {
  const y = top + index * row;
  const { date, title } = nameParts(one.migration.name);
  const [day = '', time = ''] = (date ?? '').split(' ');
  const [lastDay] = (before === undefined ? '' : (nameParts(before.migration.name).date ?? '')).split(' ');
  const main = mainKind(one);
  const hazards = one.findings.filter(({ severity }) => severity === 'error').length;
  return [
    `<a xlink:href="migrations/${encodeURIComponent(one.migration.name)}.md" href="migrations/${encodeURIComponent(one.migration.name)}.md">`,
    ...(day === lastDay ? [] : [`<text x="24" y="${y + 4}" fill="#22262e">${day}</text>`]),
    `<text x="${axis - 12}" y="${y + 4}" text-anchor="end" font-size="10" fill="#78808d">${time}</text>`,
    `<circle cx="${axis}" cy="${y}" r="5.5" fill="${one.migration.down ? colors[main] : 'white'}" stroke="${colors[main]}" stroke-width="2"/>`,
    `<text x="${axis + 16}" y="${y + 4}" fill="#22262e">${escapeXml(shorten(title, 48))}</text>`,
    ...bar(one, y, most),
    ...(hazards > 0
      ? [
          `<path d="M ${width - 52} ${y + 5} l 6 -11 l 6 11 z" fill="#c9902f"/>`,
          `<text x="${width - 36}" y="${y + 4}" font-size="10" fill="#7c5a16">${hazards}</text>`,
        ]
      : []),
    `<title>${escapeXml(`${one.migration.name}: ${one.changes.length} changes${hazards > 0 ? `, ${hazards} hazards` : ''}${one.migration.down ? '' : ', no way back'}`)}</title>`,
    '</a>',
  ];
}

/** Parts of the bar by kind; its length grows with the root of the number, so that small ones stay visible. */
function bar({ changes }: MigrationDocs, y: number, most: number): readonly string[] {
  if (changes.length === 0) return [];
  const length = Math.max(6, barWidth * Math.sqrt(changes.length / most));
  let x = barStart;
  const parts = [...kinds.map(({ kind }) => kind), 'other' as const].flatMap((kind) => {
    const share = changes.filter((change) => change.kind === kind).length / changes.length;
    if (share === 0) return [];
    const part = length * share;
    const at = x;
    x += part;
    return [
      `<rect x="${at.toFixed(1)}" y="${y - 6}" width="${part.toFixed(1)}" height="12" fill="${colors[kind]}"/>`,
    ];
  });
  return [
    ...parts,
    `<text x="${(x + 6).toFixed(1)}" y="${y + 4}" font-size="10" fill="#78808d">${changes.length}</text>`,
  ];
}

/** The kind that most of its changes are of. */
function mainKind({ changes }: MigrationDocs): ChangeKind {
  let best: ChangeKind = 'other';
  let most = 0;
  for (const { kind } of kinds) {
    const number = changes.filter((change) => change.kind === kind).length;
    if (number > most) {
      best = kind;
      most = number;
    }
  }
  return best;
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
