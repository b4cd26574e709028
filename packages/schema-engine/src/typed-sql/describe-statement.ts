// oxlint-disable typescript/no-unsafe-type-assertion -- pg's types leave out the protocol messages below a query
import type pg from 'pg';

/** What the server says of a statement it has parsed. */
export interface StatementDescription {
  readonly parameterTypes: readonly number[];
  readonly columns: readonly pg.FieldDef[];
}

/** `pg`'s connection below the client: an emitter of protocol messages that can send Parse and Describe. */
type Wire = pg.Connection & {
  parse(message: { name: string; text: string }): void;
  describe(message: { type: 'S'; name: string }): void;
  sync(): void;
};

/**
 * Parse and Describe of the extended protocol: the statement is prepared under `name` and never executed.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export function describeStatement(
  client: pg.Client,
  name: string,
  text: string,
): Promise<StatementDescription> {
  return new Promise((resolve, reject) => {
    let parameterTypes: readonly number[] = [];
    let columns: readonly pg.FieldDef[] = [];
    let wire: Wire | undefined;
    const onParameters = (message: { dataTypeIDs: readonly number[] }) => {
      parameterTypes = message.dataTypeIDs;
    };
    const leave = () => wire?.off('parameterDescription', onParameters);
    const submittable = {
      submit(connection: pg.Connection) {
        wire = connection as Wire;
        wire.on('parameterDescription', onParameters);
        wire.parse({ name, text });
        wire.describe({ type: 'S', name });
        wire.sync();
      },
      handleRowDescription(message: { fields: readonly pg.FieldDef[] }) {
        columns = message.fields;
      },
      handleReadyForQuery() {
        leave();
        resolve({ parameterTypes, columns });
      },
      handleError(error: Error) {
        leave();
        reject(error);
      },
    };
    client.query(submittable as unknown as pg.Submittable);
  });
}
