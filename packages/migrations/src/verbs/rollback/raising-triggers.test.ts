import { withTransaction } from '@agora/postgres';
import { describe, expect, it } from 'vitest';

import { foresee } from '../../losses/foresee.ts';
import { makeScript } from '../../project/folder.ts';
import { B, back, deployed } from './rollback.fixture.ts';
import { describeLosses } from './rollback.ts';

const before = `CREATE TABLE paid (id int, at date);
  CREATE TABLE none (id int);
  CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_LEVEL = 'STATEMENT' OR OLD.at IS NOT NULL THEN RAISE EXCEPTION 'paid'; END IF; RETURN NEW; END $$;
  CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE NOTICE 'raise'; /* raise */ RETURN NEW; END $$;
  CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON paid FOR EACH ROW EXECUTE FUNCTION keep();
  CREATE TRIGGER empty BEFORE TRUNCATE ON paid FOR EACH STATEMENT EXECUTE FUNCTION keep();
  CREATE TRIGGER keep BEFORE UPDATE ON none FOR EACH ROW EXECUTE FUNCTION keep();
  CREATE TRIGGER tell BEFORE INSERT OR UPDATE ON paid FOR EACH ROW EXECUTE FUNCTION tell();`;
const rows = `INSERT INTO paid VALUES (1, '2026-01-01');`;

describe('a trigger that raises an exception', () => {
  it('is foretold where it may refuse what a way back writes', async () => {
    const down = 'SELECT 1; UPDATE paid SET id = 2;';
    const project = await deployed({ before, down, rows });
    const report = await back(project, { dryRun: true });
    expect(describeLosses(report).filter((line) => line.startsWith('may fail'))).toEqual([
      `may fail: ${B}/down.sql:1: rows of paid may be refused on UPDATE by the trigger keep: which of them, nobody can tell before it runs`,
    ]);
  });

  it('is not where it is gone by then, only tells something, or finds no row', async () => {
    const project = await deployed({ before, down: 'SELECT 1;', rows });
    const named = (down: string): Promise<readonly string[]> =>
      project.connect((client) =>
        withTransaction(client, async () => {
          const script = makeScript('down.sql', down);
          const ahead = { migration: B, script, statements: script.statements, isWhole: true };
          const { obstacles } = await foresee({ client, lock: false }, [ahead], 'public');
          return obstacles.map(({ message }) => /trigger \w+/.exec(message)?.[0] ?? message);
        }),
      );
    expect(await named('DELETE FROM paid;')).toEqual(['trigger keep']);
    expect(await named('TRUNCATE paid;')).toEqual(['trigger empty']);
    expect(await named('ALTER TABLE paid DISABLE TRIGGER keep; UPDATE paid SET id = 2;')).toEqual([]);
    expect(await named('DROP TRIGGER keep ON paid; DELETE FROM paid;')).toEqual([]);
    expect(await named('INSERT INTO paid VALUES (3);')).toEqual([]);
    expect(await named('UPDATE none SET id = 3;')).toEqual([]);
  });
});
