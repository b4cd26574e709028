/** A change that waits for a version. */
export interface Change {
  readonly summary: string;
  readonly releases: readonly { readonly name: string; readonly type: string }[];
}

const kinds = [
  ['major', 'Breaking'],
  ['minor', 'New'],
  ['patch', 'Corrected'],
] as const;

/** Puts a version with its changes above those before it. */
export function withVersion(changelog: string, version: string, changes: readonly Change[]): string {
  const parts = kinds.flatMap(([kind, heading]) => {
    const lines = changes.filter((change) => greatest(change) === kind).map(renderChange);
    return lines.length === 0 ? [] : [`### ${heading}\n\n${lines.join('\n')}`];
  });
  const section = [`## ${version}`, ...parts].join('\n\n');
  const first = changelog.search(/^## /m);
  return first === -1
    ? `${changelog.trimEnd()}\n\n${section}\n`
    : `${changelog.slice(0, first)}${section}\n\n${changelog.slice(first)}`;
}

function greatest({ releases }: Change): string | undefined {
  return kinds.map(([kind]) => kind).find((kind) => releases.some(({ type }) => type === kind));
}

function renderChange({ summary, releases }: Change): string {
  const names = releases.map(({ name }) => `\`${name}\``).join(', ');
  return `- ${names}: ${summary.trim().replaceAll('\n', '\n  ')}`;
}
