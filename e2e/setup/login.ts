export interface Login {
  /** Value for a Cookie header. */
  readonly cookie: string;
  /** Value for X-WP-Nonce. */
  readonly nonce: string;
  /** Both, ready for fetch to REST routes. */
  readonly headers: Readonly<Record<string, string>>;
  /** The cookies one by one, for a browser context. */
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
}

/** Logs in by the form's own request, never by clicking: the click is lost now and then on a site's first page. */
export async function logIn(url: string, user: string, password: string): Promise<Login> {
  const body = new URLSearchParams({ log: user, pwd: password, testcookie: '1', redirect_to: `${url}/wp-admin/` });
  const headers = { cookie: 'wordpress_test_cookie=WP%20Cookie%20check' };
  const answer = await fetch(`${url}/wp-login.php`, { method: 'POST', body, headers, redirect: 'manual' });
  await answer.arrayBuffer();
  const cookies = answer.headers
    .getSetCookie()
    .map(readCookie)
    .filter((cookie) => cookie.value !== '');
  if (answer.status !== 302 || !cookies.some((cookie) => cookie.name.startsWith('wordpress_logged_in'))) {
    throw new Error(`Login of ${user} at ${url} answered ${answer.status}`);
  }
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const nonce = (await (await fetch(`${url}/wp-admin/admin-ajax.php?action=rest-nonce`, { headers: { cookie } })).text()).trim();
  if (!/^[0-9a-f]{10}$/.test(nonce)) throw new Error(`No REST nonce for ${user} at ${url}: ${nonce.slice(0, 200)}`);
  return { cookie, nonce, headers: { cookie, 'x-wp-nonce': nonce }, cookies };
}

function readCookie(line: string): { name: string; value: string } {
  const pair = line.split(';', 1)[0] ?? '';
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at), value: pair.slice(at + 1) };
}
