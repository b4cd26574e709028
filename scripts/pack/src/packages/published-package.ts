/** A package that is published: what it holds, and what it may weigh. Its README stands beside its definition. */
export interface PublishedPackage {
  readonly name: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** Modules that a program imports: the subpath (`.`, `./history`) and its source, from the root of the repository. */
  readonly entries: Readonly<Record<string, string>>;
  readonly bins: readonly Bin[];
  /** Libraries of the catalog that are installed beside the package instead of being in it. */
  readonly dependencies: readonly string[];
  /** Types that the declarations name; the package manager shares them with the project's own. */
  readonly typeDependencies: readonly string[];
  /** Libraries of the catalog that are installed where their platform is this one. */
  readonly optionalDependencies: readonly string[];
  readonly peers: readonly Peer[];
  readonly limits: Limits;
  /** Files of libraries that are put into it as they are. */
  readonly assets?: readonly Asset[];
  /** What its users read first; README.md beside the definition unless given. */
  readonly readme?: () => Promise<string>;
  /** Writes its `bin` and `dist`; bundled from the sources above unless given. Returns the files whose code is in them. */
  readonly bundle?: (directory: string) => Promise<readonly string[]>;
}

/** A program of a package. */
interface Bin {
  readonly command: string;
  /** Its name below `bin`, without the extension. */
  readonly file: string;
  /** From the root of the repository. */
  readonly source: string;
}

/** A file of a library, below `dist` of the package. */
export interface Asset {
  /** From the root of the repository: `<package of the workspace>/node_modules/<library>`, or a package of the workspace. */
  readonly library: string;
  readonly file: string;
}

/** A library that belongs to the project. */
interface Peer {
  readonly name: string;
  /** Absent for a package that is published in the same version. */
  readonly range?: string;
  /** Whether the package does without it until a command needs it. */
  readonly optional: boolean;
}

/** What a package may weigh at most. */
export interface Limits {
  readonly packedBytes: number;
  /** With its dependencies, in a project that has its peers. */
  readonly installedBytes: number;
  /** With itself. */
  readonly installedPackages: number;
}

export const KILOBYTE = 1000;
export const MEGABYTE: number = 1000 * KILOBYTE;
