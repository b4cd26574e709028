/** By this line the comment is found again. */
const MARK = '<!-- agora -->';

/** The most characters that GitHub takes in a comment. */
const MOST = 65_536;

/**
 * Writes the one comment of a pull request, or brings it up to date.
 * @param {{ api: string, repository: string, number: number, token: string, text: string }} request
 * @see https://docs.github.com/en/rest/issues/comments
 */
export async function keepComment({ api, repository, number, token, text }) {
  const issues = `${api}/repos/${repository}/issues`;
  const found = await findComment(`${issues}/${number}/comments`, token);
  const more = '\n\n(The rest stands in the summary of the job.)';
  const room = MOST - MARK.length - more.length - 1;
  const body = `${MARK}\n${text.length > room ? text.slice(0, room) + more : text}`;
  if (found === undefined) await ask('POST', `${issues}/${number}/comments`, token, { body });
  else if (found.body !== body) await ask('PATCH', `${issues}/comments/${found.id}`, token, { body });
}

/**
 * @param {string} url
 * @param {string} token
 * @returns {Promise<{ id: number, body: string } | undefined>}
 */
async function findComment(url, token) {
  for (let page = 1; ; page += 1) {
    const comments = await ask('GET', `${url}?per_page=100&page=${page}`, token);
    const found = comments.find((/** @type {{ body?: string }} */ { body }) => body?.startsWith(MARK));
    if (found !== undefined || comments.length < 100) return found;
  }
}

/**
 * @param {string} method
 * @param {string} url
 * @param {string} token
 * @param {unknown} [content]
 */
async function ask(method, url, token, content) {
  const answer = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname} was answered with ${answer.status}.`);
  return answer.json();
}
