import type { EnvironmentChoice, EnvironmentPolicy, Fault } from '@agora/core';
import type { Violation } from '@agora/migrations';

/** What a doctor’s reading found. Plain; nothing in it can write. */
export interface Examined {
  readonly machine: Machine;
  readonly environment: EnvironmentChoice;
  readonly policy: EnvironmentPolicy;
  readonly files: Files;
  readonly database: Database;
  /** Of `--deep`: what the catalog comparison found. */
  readonly drift: readonly string[] | undefined;
}

export interface Machine {
  /** As in "20.19.4". */
  readonly node: string;
  /** Bytes that are free where .agora lies; undefined where that cannot be read. */
  readonly freeBytes: number | undefined;
}

/** Of the project’s folder. */
export interface Files {
  /** Versions as the project sees them; undefined where it has none. */
  readonly prisma: string | undefined;
  readonly client: string | undefined;
  /** Why Prisma's engine, which writes and checks migrations, cannot be used; undefined where it can. */
  readonly engine: Pick<Fault, 'message' | 'why' | 'fix'> | undefined;
  readonly migrations: readonly string[];
  readonly withoutDown: readonly string[];
  /** With a way back that agora.lock does not prove as it is now; undefined where no server could be asked. */
  readonly unproven: readonly string[] | undefined;
  /** Extensions that the history makes. */
  readonly extensions: readonly string[];
  readonly hasShadowUrl: boolean;
  /** Of git: what is ignored that must be committed, and whether .agora is; undefined outside a repository. */
  readonly git: { readonly ignoredWrongly: readonly string[]; readonly agoraIgnored: boolean } | undefined;
}

export type Database =
  | {
      readonly answers: false;
      /** Undefined where no database is named that could be asked. */
      readonly redacted: string | undefined;
      readonly fault: Pick<Fault, 'code' | 'message'> & Partial<Pick<Fault, 'why' | 'fix'>>;
    }
  | ({ readonly answers: true; readonly redacted: string } & Answering);

/** Of a database that answers. */
export interface Answering {
  readonly server: Server;
  readonly rights: Rights;
  /** Why the connection does not keep its session; undefined on a direct one. */
  readonly pooler: Pick<Fault, 'message' | 'why' | 'fix'> | undefined;
  /** Extensions that the server has to offer. */
  readonly available: readonly string[];
  readonly invalidIndexes: readonly string[];
  /** Undefined where the role may not read it. */
  readonly history: HistoryFacts | undefined;
  readonly tables: {
    /** That the applied migrations make and the database does not hold. */
    readonly missing: readonly string[];
    /** That the database holds and no migration makes; empty where the history’s text does not tell all. */
    readonly unknown: readonly string[];
  };
}

/** Where the history stands. */
export interface HistoryFacts {
  readonly initialized: boolean;
  readonly applied: number;
  readonly pending: readonly string[];
  /** Stopped on the way, by Prisma or by us. */
  readonly halfApplied: readonly string[];
  readonly violations: readonly Violation[];
}

export interface Server {
  /** As in 180001. */
  readonly versionNumber: number;
  readonly version: string;
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
  readonly maxConnections: number;
  readonly connections: number;
  /** Milliseconds; 0 for none. */
  readonly idleInTransactionMs: number;
}

export interface Rights {
  readonly role: string;
  readonly superuser: boolean;
  readonly createDatabase: boolean;
  /** In the schema of the history; undefined where there is no such schema yet. */
  readonly createInSchema: boolean | undefined;
  readonly schema: string;
  /** Tables of others, as `schema.name`. */
  readonly foreignTables: readonly string[];
}
