import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';

const refusal = {
  kind: 'DatabaseNotReachable',
  host: 'offline: no database URL was given',
} as const;

const refuse = (): Promise<never> => Promise.reject(new DriverAdapterError(refusal));

/** The server whose SQL the engine writes when there is none to ask. */
const assumedVersion = { text: 'PostgreSQL 18.0', number: 180000 };

/**
 * An adapter for work without a database, such as the diff of two schemas. The engine's constructor asks for the
 * server's version and nothing else; every other statement is refused.
 */
export class OfflineAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'agora-schema-engine';

  async connect(): Promise<SqlDriverAdapter> {
    return {
      provider: this.provider,
      adapterName: this.adapterName,
      queryRaw: async ({ sql }: SqlQuery) => {
        if (!sql.includes('server_version_num')) throw new DriverAdapterError(refusal);
        return versionAnswer;
      },
      executeRaw: refuse,
      executeScript: refuse,
      startTransaction: refuse,
      getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
      dispose: async () => {},
    };
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    throw new DriverAdapterError(refusal);
  }
}

/** Columns of the constructor's question: does the schema exist, version(), server_version_num. */
const versionAnswer: SqlResultSet = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, assumedVersion.text, assumedVersion.number]],
};
