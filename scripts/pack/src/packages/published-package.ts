/** A package that is published: what it holds, and what it may weigh. Its README stands beside its definition. */
export interface PublishedPackage {
  readonly name: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** Modules that a program imports: the subpath (`.`, `./history`) and its source, from the root of the repository. */
  readonly entries: Readonly<Record<string, string>>;
  /** Programs: the command and its source, from the root of the repository. */
  readonly bins: Readonly<Record<string, string>>;
  /** Libraries of the catalog that are installed beside the package instead of being in it. */
  readonly dependencies: readonly string[];
  /** Types that the declarations name; the package manager shares them with the project's own. */
  readonly typeDependencies: readonly string[];
  /** Libraries of the catalog that are installed where their platform is this one. */
  readonly optionalDependencies: readonly string[];
  readonly peers: readonly Peer[];
  readonly limits: Limits;
}

/** A library that belongs to the project. */
export interface Peer {
  readonly name: string;
  readonly range: string;
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
export const MEGABYTE = 1000 * KILOBYTE;
