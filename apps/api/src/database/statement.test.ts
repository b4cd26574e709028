import { describe, expect, it } from 'vitest';
import { statement } from './statement.ts';

describe('statement', () => {
  it('refuses a second text under one name', () => {
    statement('test_name', 'SELECT 1');
    expect(() => statement('test_name', 'SELECT 2')).toThrow(/Two statements/);
  });
});
