/** Of comments of one thread, those that are below no other of them. */
export function outermost<Comment extends { readonly path: Uint8Array }>(
  comments: readonly Comment[],
): Comment[] {
  const paths = comments.map(({ path }) => Buffer.from(path));
  const below = (path: Buffer): boolean =>
    paths.some((above) => above.length < path.length && above.equals(path.subarray(0, above.length)));
  return comments.filter((_, index) => {
    const path = paths[index];
    return path !== undefined && !below(path);
  });
}
