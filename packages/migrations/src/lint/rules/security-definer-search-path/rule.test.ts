import { testRule } from '../../lint.fixture.ts';

testRule('security-definer-search-path', [
  {
    it: 'without a search_path',
    texts: ['CREATE OR REPLACE FUNCTION f() RETURNS INT\nLANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;'],
    finds: ['warning 2:14'],
  },
  {
    it: 'not with one, nor SECURITY INVOKER',
    texts: [
      'CREATE FUNCTION f() RETURNS INT LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT 1 $$;\nCREATE FUNCTION g() RETURNS INT LANGUAGE sql SECURITY INVOKER AS $$ SELECT 1 $$;',
    ],
    finds: [],
  },
  {
    it: 'by ALTER FUNCTION of one that the file makes; one from before may have a path',
    texts: [
      'ALTER FUNCTION f() SECURITY DEFINER;\nCREATE FUNCTION g() RETURNS INT LANGUAGE sql AS $$ SELECT 1 $$;\nALTER FUNCTION g() SECURITY DEFINER;',
    ],
    finds: ['warning 3:20'],
  },
  {
    it: 'with a path that another statement sets',
    texts: [
      'CREATE FUNCTION g() RETURNS INT LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;\nALTER FUNCTION public.g() SET search_path = pg_catalog;',
      'CREATE FUNCTION g() RETURNS INT LANGUAGE sql SET search_path = pg_catalog AS $$ SELECT 1 $$;\nALTER FUNCTION g() SECURITY DEFINER;',
    ],
    finds: [],
  },
]);
