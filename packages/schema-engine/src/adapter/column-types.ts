import { type ColumnType, ColumnTypeEnum } from '@prisma/driver-adapter-utils';

/**
 * Type OIDs of `pg_type.dat` (fixed for ever by PostgreSQL) and what the engine calls them.
 * `"char"` (18) must be Character: as Text the engine panics on any row of pg_constraint.
 */
const columnTypes: ReadonlyMap<number, ColumnType> = new Map<number, ColumnType>([
  [16, ColumnTypeEnum.Boolean],
  [17, ColumnTypeEnum.Bytes],
  [18, ColumnTypeEnum.Character],
  [20, ColumnTypeEnum.Int64],
  [21, ColumnTypeEnum.Int32],
  [23, ColumnTypeEnum.Int32],
  [26, ColumnTypeEnum.Int64],
  [114, ColumnTypeEnum.Json],
  [700, ColumnTypeEnum.Float],
  [701, ColumnTypeEnum.Double],
  [790, ColumnTypeEnum.Numeric],
  [1082, ColumnTypeEnum.Date],
  [1083, ColumnTypeEnum.Time],
  [1114, ColumnTypeEnum.DateTime],
  [1184, ColumnTypeEnum.DateTime],
  [1266, ColumnTypeEnum.Time],
  [1700, ColumnTypeEnum.Numeric],
  [2950, ColumnTypeEnum.Uuid],
  [3802, ColumnTypeEnum.Json],
  [199, ColumnTypeEnum.JsonArray],
  [1000, ColumnTypeEnum.BooleanArray],
  [1001, ColumnTypeEnum.BytesArray],
  [1002, ColumnTypeEnum.CharacterArray],
  [1003, ColumnTypeEnum.TextArray],
  [1005, ColumnTypeEnum.Int32Array],
  [1007, ColumnTypeEnum.Int32Array],
  [1009, ColumnTypeEnum.TextArray],
  [1014, ColumnTypeEnum.TextArray],
  [1015, ColumnTypeEnum.TextArray],
  [1016, ColumnTypeEnum.Int64Array],
  [1021, ColumnTypeEnum.FloatArray],
  [1022, ColumnTypeEnum.DoubleArray],
  [1028, ColumnTypeEnum.Int64Array],
  [1115, ColumnTypeEnum.DateTimeArray],
  [1182, ColumnTypeEnum.DateArray],
  [1183, ColumnTypeEnum.TimeArray],
  [1185, ColumnTypeEnum.DateTimeArray],
  [1231, ColumnTypeEnum.NumericArray],
  [2951, ColumnTypeEnum.UuidArray],
  [3807, ColumnTypeEnum.JsonArray],
]);

/** Everything else is read as text: names, enums, domains, types of extensions. */
export function columnTypeOf(oid: number): ColumnType {
  return columnTypes.get(oid) ?? ColumnTypeEnum.Text;
}
