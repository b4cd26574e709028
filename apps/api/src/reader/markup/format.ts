import { type Html, html } from './html.ts';

function makeFormats() {
  return {
    number: new Intl.NumberFormat('en'),
    day: new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }),
    moment: new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
    relative: new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' }),
  };
}

let made: ReturnType<typeof makeFormats> | undefined;
/** Made when first wanted: they read the language's data, which took longer at a start than any other module. */
const formats = (): ReturnType<typeof makeFormats> => (made ??= makeFormats());

/** A count with grouped thousands. */
export function count(value: number): string {
  return formats().number.format(value);
}

/** A count and its noun: `1 reply`, `2 replies`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${formats().number.format(value)} ${value === 1 ? one : many}`;
}

/** A size in bytes as people say it. */
export function bytes(value: number): string {
  return value < 1000
    ? `${value} B`
    : value < 1e6
      ? `${(value / 1e3).toFixed(1)} kB`
      : `${(value / 1e6).toFixed(1)} MB`;
}

const minute = 60_000;
const spans: readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, length: number][] = [
  [60 * minute, 'minute', minute],
  [24 * 60 * minute, 'hour', 60 * minute],
  [14 * 24 * 60 * minute, 'day', 24 * 60 * minute],
];

/** How long ago within two weeks, else the day; the exact moment (UTC) is in the title. */
export function ago(time: string, now: number = Date.now()): Html {
  const { day, moment, relative } = formats();
  const date = new Date(time);
  const passed = now - date.getTime();
  const span = spans.find(([limit]) => passed < limit);
  const text =
    span === undefined || passed < 0
      ? day.format(date)
      : passed < minute
        ? 'just now'
        : relative.format(-Math.floor(passed / span[2]), span[1]);
  return html`<time datetime="${date.toISOString()}" title="${moment.format(date)} UTC">${text}</time>`;
}
