import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { root } from '../catalog.ts';
import type { PublishedPackage } from '../packages/published-package.ts';
import type { Tarball } from '../tarball/tarball.ts';

/** Texts that no package may hold: what they give away, by why. */
const forbidden: readonly (readonly [why: string, pattern: RegExp])[] = [
  ['names a package of the workspace, which a stranger could publish', /@agora\//],
  ['holds a secret', /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bnpm_[A-Za-z0-9]{36}\b/],
  ['holds a test', /from ?["']vitest["']/],
];

/** What is wrong with a packed package, in lines; none when it may be published. */
export async function findingsOf(
  published: PublishedPackage,
  tarball: Tarball,
  directory: string,
): Promise<string[]> {
  return [
    ...overweight(published, tarball),
    ...strangers(tarball),
    ...(await givenAway(tarball, directory)),
    ...(await publintFindings(directory)),
    ...(await typeFindings(tarball)),
  ];
}

function overweight({ limits }: PublishedPackage, { packedBytes }: Tarball): string[] {
  return packedBytes <= limits.packedBytes
    ? []
    : [`It has ${packedBytes} bytes packed; at most ${limits.packedBytes} are allowed.`];
}

/** Only what is meant to be published: programs, modules, declarations, and what people read. */
function strangers({ files }: Tarball): string[] {
  const known =
    /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES\.txt|sbom\.cdx\.json|bin\/[\w-]+\.js|dist\/[\w-]+\.(?:js|cjs|d\.ts|d\.cts)|dist\/agora\.config\.schema\.json)$/;
  return files.filter((file) => !known.test(file)).map((file) => `${file} does not belong in it.`);
}

async function givenAway({ files }: Tarball, directory: string): Promise<string[]> {
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(path.join(directory, file), 'utf8')] as const),
  );
  return texts.flatMap(([file, text]) => [
    ...forbidden.filter(([, pattern]) => pattern.test(text)).map(([why]) => `${file} ${why}.`),
    ...(text.includes(root) ? [`${file} holds a path of the machine that packed it.`] : []),
  ]);
}

async function publintFindings(directory: string): Promise<string[]> {
  const { messages, pkg } = await publint({ pkgDir: directory, pack: false, strict: true });
  return messages.map(
    (message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  );
}

async function typeFindings({ file }: Tarball): Promise<string[]> {
  const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(await readFile(file))));
  return 'problems' in checked
    ? checked.problems.map((problem) => `are the types wrong: ${JSON.stringify(problem)}`)
    : [];
}
