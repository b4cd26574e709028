import { catalogVersion } from '../catalog.ts';
import { entryFile } from '../entry-file.ts';
import type { PublishedPackage } from '../packages/published-package.ts';

/** A package.json, as far as it is made here. */
export type Manifest = Readonly<Record<string, unknown>>;

/** What all of them share. */
export interface Common {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  /** As the root's package.json names it; nothing where it names none. */
  readonly repository?: unknown;
}

/** Decides the package.json of a package. */
export function manifestOf(published: PublishedPackage, common: Common): Manifest {
  const entries = Object.keys(published.entries);
  const library = entries.includes('.');
  return {
    name: published.name,
    version: common.version,
    description: published.description,
    keywords: published.keywords,
    license: common.license,
    ...(common.repository === undefined ? {} : { repository: common.repository }),
    type: 'module',
    // Stack traces, licences and declarations are read by people: nothing else is in the package.
    files: ['bin', 'dist', 'CHANGELOG.md', 'THIRD-PARTY-NOTICES.txt', 'sbom.cdx.json'],
    ...(library ? { main: './dist/index.cjs', types: './dist/index.d.ts' } : {}),
    exports: {
      ...Object.fromEntries(entries.map((entry) => [entry, exportOf(entry)])),
      './package.json': './package.json',
    },
    ...some('typesVersions', typesVersions(entries)),
    ...some(
      'bin',
      Object.fromEntries(published.bins.map(({ command, file }) => [command, `bin/${file}.js`])),
    ),
    engines: common.engines,
    ...some('dependencies', {
      ...exact(published.dependencies),
      // The project's own, however new: of a second version, pnpm makes a second copy of all that has it as a peer.
      ...Object.fromEntries(published.typeDependencies.map((name) => [name, `>=${catalogVersion(name)}`])),
    }),
    ...some('optionalDependencies', exact(published.optionalDependencies)),
    ...some(
      'peerDependencies',
      Object.fromEntries(published.peers.map(({ name, range = `^${common.version}` }) => [name, range])),
    ),
    ...some(
      'peerDependenciesMeta',
      Object.fromEntries(
        published.peers.filter((peer) => peer.optional).map(({ name }) => [name, { optional: true }]),
      ),
    ),
  };
}

/** A CommonJS project finds the same module by way of a file of its own, with types of its own. */
function exportOf(entry: string): Manifest {
  const file = `./dist/${entryFile(entry)}`;
  return {
    import: { types: `${file}.d.ts`, default: `${file}.js` },
    require: { types: `${file}.d.cts`, default: `${file}.cjs` },
  };
}

/** Where TypeScript's `node10` resolution, which reads no `exports`, finds the types of the other entries. */
function typesVersions(entries: readonly string[]): Manifest {
  const others = entries.filter((entry) => entry !== '.').map(entryFile);
  return others.length === 0
    ? {}
    : { '*': Object.fromEntries(others.map((file) => [file, [`./dist/${file}.d.ts`]])) };
}

function exact(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, catalogVersion(name)]));
}

function some(key: string, value: Manifest): Manifest {
  return Object.keys(value).length === 0 ? {} : { [key]: value };
}
