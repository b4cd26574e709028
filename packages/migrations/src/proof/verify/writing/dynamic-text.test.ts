import { expect, test } from 'vitest';
import { changesRowsUnread } from './dynamic-text.ts';

test.each([
  `EXECUTE 'UPDATE t SET a = 1';`,
  `EXECUTE made;`,
  `EXECUTE (format('DELETE FROM %I', name));`,
  `EXECUTE $sql$ MERGE INTO t USING s ON true $sql$;`,
])('may change rows: %s', (code) => expect(changesRowsUnread(code)).toBe(true));

test.each([
  `CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();`,
  `CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW EXECUTE\n  PROCEDURE f();`,
  `GRANT EXECUTE ON FUNCTION f() TO somebody;`,
  `EXECUTE format('CREATE TABLE %I ()', name);`,
])('leaves rows alone: %s', (code) => expect(changesRowsUnread(code)).toBe(false));
