import { describe, expect, it } from 'vitest';
import { useForum } from '../testing/forum.fixture.ts';
import { declaredStatements, statement } from './statement.ts';

const forum = useForum();

describe('the statements of all features', () => {
  it('are understood by the server, as the role of the API', async () => {
    const faults = await forum.asOwner(async (client) => {
      await client.query('SET ROLE agora_app');
      const found: string[] = [];
      for (const [name, text] of declaredStatements()) {
        await client.query(`PREPARE checked AS ${text}`).then(
          () => client.query('DEALLOCATE checked'),
          (error: Error) => found.push(`${name}: ${error.message}`),
        );
      }
      return found;
    });
    expect(faults).toEqual([]);
    expect(declaredStatements().size).toBeGreaterThan(0);
  });
});

describe('statement', () => {
  it('refuses a second text under one name', () => {
    statement('test_name', 'SELECT 1');
    expect(() => statement('test_name', 'SELECT 2')).toThrow(/Two statements/);
  });
});
