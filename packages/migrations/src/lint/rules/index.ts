import type { Rule } from '../rule.ts';
import { backfill } from './backfill/rule.ts';
import { compatibleUnsaid } from './compatible-unsaid/rule.ts';
import { concurrentlyRefused } from './concurrently-refused/rule.ts';
import { deleteAllRows } from './delete-all-rows/rule.ts';
import { dropForeignKey } from './drop-foreign-key/rule.ts';
import { dropPrimaryKey } from './drop-primary-key/rule.ts';
import { grantsLost } from './grants-lost/rule.ts';
import { identifierTooLong } from './identifier-too-long/rule.ts';
import { unreadSql } from './unread-sql/rule.ts';
import { rowSecurityWithoutPolicy } from './row-security-without-policy/rule.ts';
import { privilegeRevoked } from './privilege-revoked/rule.ts';
import { dropInUse } from './drop-in-use/rule.ts';
import { dropDefault } from './drop-default/rule.ts';
import { banAlterDomainWithAddConstraint } from './ban-alter-domain-with-add-constraint/rule.ts';
import { blockingMaintenance } from './blocking-maintenance/rule.ts';
import { changeColumnType } from './change-column-type/rule.ts';
import { checkNotValid } from './check-not-valid/rule.ts';
import { constraintBuildsIndex } from './constraint-builds-index/rule.ts';
import { dropAddColumn } from './drop-add-column/rule.ts';
import { dropAddTable } from './drop-add-table/rule.ts';
import { dropCascade } from './drop-cascade/rule.ts';
import { dropColumn } from './drop-column/rule.ts';
import { dropDatabase } from './drop-database/rule.ts';
import { dropIndexNotConcurrent } from './drop-index-not-concurrent/rule.ts';
import { dropSchema } from './drop-schema/rule.ts';
import { dropUnique } from './drop-unique/rule.ts';
import { dropTable } from './drop-table/rule.ts';
import { emptyMigration } from './empty-migration/rule.ts';
import { enumValueUsed } from './enum-value-used/rule.ts';
import { foreignKeyNotValid } from './foreign-key-not-valid/rule.ts';
import { generatedColumn } from './generated-column/rule.ts';
import { grantToPublic } from './grant-to-public/rule.ts';
import { indexNotConcurrent } from './index-not-concurrent/rule.ts';
import { invalidDirective } from './invalid-directive/rule.ts';
import { lockTable } from './lock-table/rule.ts';
import { missingDown } from './missing-down/rule.ts';
import { noTransactionMissing } from './no-transaction-missing/rule.ts';
import { noTransactionNeedless } from './no-transaction-needless/rule.ts';
import { notAtomic } from './not-atomic/rule.ts';
import { notCompatible } from './not-compatible/rule.ts';
import { ownTransaction } from './own-transaction/rule.ts';
import { parseError } from './parse-error/rule.ts';
import { passwordInMigration } from './password-in-migration/rule.ts';
import { prismaTableTouched } from './prisma-table-touched/rule.ts';
import { refusedInTransaction } from './refused-in-transaction/rule.ts';
import { renameColumn } from './rename-column/rule.ts';
import { renameEnumValue } from './rename-enum-value/rule.ts';
import { renameTable } from './rename-table/rule.ts';
import { partitionReadsRows } from './partition-reads-rows/rule.ts';
import { requireConcurrentPartitionDetach } from './require-concurrent-partition-detach/rule.ts';
import { requiredColumn } from './required-column/rule.ts';
import { rowSecurityDisabled } from './row-security-disabled/rule.ts';
import { securityDefinerSearchPath } from './security-definer-search-path/rule.ts';
import { sessionSetting } from './session-setting/rule.ts';
import { setNotNull } from './set-not-null/rule.ts';
import { tableRewrite } from './table-rewrite/rule.ts';
import { triggerDisabled } from './trigger-disabled/rule.ts';
import { truncate } from './truncate/rule.ts';
import { unbatchedBackfill } from './unbatched-backfill/rule.ts';
import { uniqueOnExistingColumn } from './unique-on-existing-column/rule.ts';
import { unknownSuppression } from './unknown-suppression/rule.ts';
import { unusedSuppression } from './unused-suppression/rule.ts';
import { validateInSameTransaction } from './validate-in-same-transaction/rule.ts';
import { volatileDefault } from './volatile-default/rule.ts';

/** Every rule of our own, in the order of the list of rules: what fails, what loses, what breaks, what blocks, the rest. */
export const rules: readonly Rule[] = [
  parseError,
  refusedInTransaction,
  notAtomic,
  ownTransaction,
  concurrentlyRefused,
  identifierTooLong,
  noTransactionMissing,
  noTransactionNeedless,
  sessionSetting,
  enumValueUsed,
  requiredColumn,
  uniqueOnExistingColumn,
  prismaTableTouched,
  dropAddColumn,
  dropAddTable,
  dropColumn,
  dropTable,
  dropSchema,
  dropDatabase,
  dropCascade,
  truncate,
  triggerDisabled,
  unreadSql,
  renameColumn,
  renameTable,
  renameEnumValue,
  dropInUse,
  grantsLost,
  dropPrimaryKey,
  dropUnique,
  dropDefault,
  privilegeRevoked,
  rowSecurityWithoutPolicy,
  notCompatible,
  indexNotConcurrent,
  dropIndexNotConcurrent,
  constraintBuildsIndex,
  foreignKeyNotValid,
  checkNotValid,
  validateInSameTransaction,
  setNotNull,
  changeColumnType,
  volatileDefault,
  generatedColumn,
  tableRewrite,
  blockingMaintenance,
  partitionReadsRows,
  requireConcurrentPartitionDetach,
  banAlterDomainWithAddConstraint,
  lockTable,
  unbatchedBackfill,
  backfill,
  grantToPublic,
  rowSecurityDisabled,
  securityDefinerSearchPath,
  passwordInMigration,
  missingDown,
  compatibleUnsaid,
  emptyMigration,
  invalidDirective,
  unknownSuppression,
  unusedSuppression,
  deleteAllRows,
  dropForeignKey,
];
