/** Longest name that is kept. */
const longest = 60;

/** A browser or app by a token of its own in the User-Agent: the first that matches, for most name others besides. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|OPiOS|OPT)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(?:Macintosh|Mac OS X|macOS)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const find = (known: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  known.find(([pattern]) => pattern.test(text))?.[1];

/**
 * What somebody recognises a device by, such as `Firefox on Windows` or `curl`, of a User-Agent (RFC 9110, 10.1.5). No
 * versions: they change while the device stays the same. Only the first 512 characters are read.
 * @returns null when there is nothing in it that a person would understand
 */
export function deviceOf(userAgent: string | undefined): string | null {
  const text = userAgent?.slice(0, 512) ?? '';
  const system = find(systems, text);
  // The first product is the client's own name, but for browsers, which all call themselves Mozilla.
  const program = find(programs, text) ?? /^(?!Mozilla\b)[A-Za-z][\w.-]{0,30}/.exec(text)?.[0];
  if (program === undefined) return system ?? null;
  return (system === undefined ? program : `${program} on ${system}`).slice(0, longest);
}
