import { quantile, type Span } from '../foreground/foreground.ts';
import { type ForumRequest, writes } from './forum-requests.ts';

/** What ran when. */
export interface Mark extends Span {
  readonly title: string;
}

const WIDTH = 1200;
const HEIGHT = 560;
const frame = { left: 90, right: 1180, top: 190, bottom: 510 };
/** Milliseconds at the lower end of the axis. */
const LEAST_MS = 1;

/** The times of each second, and what ran then: p50 and p99 of reads and of writes on a logarithmic axis, as SVG. */
export function plot(title: string, requests: readonly ForumRequest[], marks: readonly Mark[]): string {
  const from = Math.min(...marks.map((mark) => mark.from));
  const to = Math.max(...marks.map((mark) => mark.to));
  const most = 10 ** Math.ceil(Math.log10(longest(requests)));
  const x = (at: number): number => frame.left + ((at - from) / (to - from)) * (frame.right - frame.left);
  const y = (ms: number): number =>
    frame.bottom -
    (Math.log10(Math.max(ms, LEAST_MS) / LEAST_MS) / Math.log10(most / LEAST_MS)) *
      (frame.bottom - frame.top);
  const line = (wanted: (one: ForumRequest) => boolean, share: number, style: string): string => {
    const points = seconds(requests.filter(wanted), from, to).map(
      ({ at, times }) => `${x(at).toFixed(1)},${y(quantile(times, share)).toFixed(1)}`,
    );
    return `<polyline points="${points.join(' ')}" fill="none" ${style}/>`;
  };
  const lines = [
    { name: 'reads, p50', color: '#9aa7b5', isWanted: isRead, share: 0.5 },
    { name: 'reads, p99', color: '#3b5b92', isWanted: isRead, share: 0.99 },
    { name: 'writes, p50', color: '#e0b080', isWanted: isWrite, share: 0.5 },
    { name: 'writes, p99', color: '#b4451f', isWanted: isWrite, share: 0.99 },
  ];
  const powers = Array.from({ length: Math.log10(most) + 1 }, (_, power) => 10 ** power);
  const step = [10, 30, 60, 120, 300, 600].find((one) => (to - from) / 1000 / one <= 12) ?? 1200;
  const ticks = Array.from({ length: Math.floor((to - from) / 1000 / step) + 1 }, (_, tick) => tick * step);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${frame.left}" y="26" font-size="16">${title}</text>
${lines.map(({ name, color }, index) => `<line x1="${frame.left + index * 130}" y1="46" x2="${frame.left + 24 + index * 130}" y2="46" stroke="${color}" stroke-width="3"/><text x="${frame.left + 30 + index * 130}" y="50">${name}</text>`).join('\n')}
${marks.map((mark, index) => bar(mark, index, x)).join('\n')}
${powers.map((ms) => `<line x1="${frame.left}" y1="${y(ms)}" x2="${frame.right}" y2="${y(ms)}" stroke="#ddd"/><text x="${frame.left - 8}" y="${y(ms) + 4}" text-anchor="end">${ms} ms</text>`).join('\n')}
${ticks.map((second) => `<text x="${x(from + second * 1000).toFixed(1)}" y="${frame.bottom + 20}" text-anchor="middle">${second} s</text>`).join('\n')}
${lines.map(({ color, isWanted, share }) => line(isWanted, share, `stroke="${color}" stroke-width="1.3"`)).join('\n')}
</svg>
`;
}

const isWrite = ({ kind }: ForumRequest): boolean => writes.has(kind);
const isRead = ({ kind }: ForumRequest): boolean => !writes.has(kind);

function longest(requests: readonly ForumRequest[]): number {
  return requests.reduce((most, { ms }) => Math.max(most, ms), 10);
}

/** A step's time as a band through the chart, its title in one of five rows above. */
function bar({ title, from, to }: Mark, index: number, x: (at: number) => number): string {
  const row = 78 + (index % 5) * 20;
  const left = x(from).toFixed(1);
  const width = Math.max(1, x(to) - x(from)).toFixed(1);
  const isLate = x(from) > (frame.left + frame.right) / 2;
  const anchor = isLate ? `x="${x(to).toFixed(1)}" text-anchor="end"` : `x="${left}"`;
  return `<rect x="${left}" y="${row + 4}" width="${width}" height="${frame.bottom - row - 4}" fill="#2f6f4f" opacity="0.12"/><text ${anchor} y="${row}" font-size="12">${title}</text>`;
}

/** Sorted times of the requests that were sent in each second; seconds without any are left out. */
function seconds(
  requests: readonly ForumRequest[],
  from: number,
  to: number,
): readonly { readonly at: number; readonly times: readonly number[] }[] {
  const times = new Map<number, number[]>();
  for (const { at, ms } of requests) {
    if (at < from || at > to) continue;
    const second = Math.floor((at - from) / 1000);
    times.set(second, [...(times.get(second) ?? []), ms]);
  }
  return [...times]
    .toSorted(([a], [b]) => a - b)
    .map(([second, list]) => ({ at: from + second * 1000 + 500, times: list.toSorted((a, b) => a - b) }));
}
