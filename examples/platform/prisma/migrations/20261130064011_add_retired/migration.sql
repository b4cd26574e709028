-- Alone in its file: no transaction may use a value that it has added itself.
ALTER TYPE "planning"."migration_status" ADD VALUE 'retired';
