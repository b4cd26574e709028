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
    it: 'by ALTER FUNCTION, which may also set it below',
    texts: [
      'ALTER FUNCTION f() SECURITY DEFINER;\nCREATE FUNCTION g() RETURNS INT LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;\nALTER FUNCTION public.g() SET search_path = pg_catalog;',
    ],
    finds: ['warning 1:20'],
  },
]);
