/** What the messages of this package name and the deployer lacks, with what it says instead. In this order. */
const replacements: readonly (readonly [RegExp, string])[] = [
  // A deploy goes on with what is left of backfills.
  [/\bagora migrate backfill run(?: \d[^\s,:]*)?/g, 'agora-deploy deploy'],
  [/\bagora migrate (deploy|status|rollback|stamp|resolve)\b/g, 'agora-deploy $1'],
  [/\bagora migrate history lists\b/g, 'agora-deploy status --json lists'],
  // What only the project's own command line can do is done there.
  [/(^|: {2}|(?:fix|why): )agora migrate\b/gm, '$1in the project: agora migrate'],
  [/\. agora migrate\b/g, '. In the project: agora migrate'],
  [/(?<!in the project): agora migrate\b/gi, ' in the project: agora migrate'],
  [
    /, for example as DIRECT_URL, and have prisma\.config\.ts read that: .*? \}\./g,
    ': --url, or DATABASE_URL.',
  ],
  [/the migrations path in prisma\.config\.ts/g, '--migrations'],
  [/ Without a server: agora db start, and the URL that it prints\./g, ''],
  [
    /Set one of them in agora\.config\.ts/g,
    'Name the file of the proof: --backup-proof <file>; or set one of them in agora.config.mjs',
  ],
];

/** A text as the deployer says it: naming no command and no file that it does not have. */
export function inOwnWords(text: string): string {
  return replacements.reduce((said, [from, to]) => said.replace(from, to), text);
}
