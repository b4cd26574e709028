/**
 * The `operationId` of every operation of the document: what generated clients call their functions, so that a name once
 * given stays. A new route gets one here.
 */
export const operationIds: Readonly<Record<string, string>> = {
  'GET /c/{community}/me/oauth': 'listMyOAuthAccounts',
  'POST /c/{community}/me/oauth': 'linkOAuthAccount',
  'DELETE /c/{community}/me/oauth/{account}': 'unlinkOAuthAccount',

  'GET /c/{community}/auth/oauth': 'listOAuthProviders',
  'GET /c/{community}/auth/oauth/{provider}/start': 'startOAuth',
  'GET /c/{community}/auth/oauth/{provider}/callback': 'finishOAuth',
  'POST /c/{community}/auth/oauth/token': 'exchangeOAuthCode',
};

type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>;

/**
 * Gives each operation its name.
 * @param document an OpenAPI document; not changed
 */
export function withOperationIds<Document extends object>(document: Document): Document {
  const { paths = {} } = document as { paths?: Paths };
  const named = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => {
        const known = operation as { operationId?: string };
        const operationId = known.operationId ?? operationIds[`${method.toUpperCase()} ${path}`];
        return [method, operationId === undefined ? operation : { operationId, ...operation }];
      }),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(named) };
}
