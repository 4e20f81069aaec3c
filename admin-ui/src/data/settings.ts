/** What the plugin tells the screens when it prints the page; `root` ends in /wc-crossdock/v1/admin, `ordersUrl` holds %d for the order id. */
export interface Settings {
  readonly root: string;
  readonly nonce: string;
  readonly paired: boolean;
  readonly fenced: boolean;
  readonly siteName: string;
  readonly capabilities: { readonly manage: boolean; readonly retry: boolean; readonly read: boolean };
  readonly ordersUrl: string;
  readonly version: string;
  readonly agentUrl: string;
}

const NOTHING: Settings = {
  root: '',
  nonce: '',
  paired: false,
  fenced: false,
  siteName: '',
  capabilities: { manage: false, retry: false, read: false },
  ordersUrl: '',
  version: '',
  agentUrl: '',
};

export function settings(): Settings {
  return window.crossdockSettings ?? NOTHING;
}

/** Where a person edits the order in the shop, or null for an id that is not one of WooCommerce. */
export function shopOrderUrl(orderId: string): string | null {
  const { ordersUrl } = settings();
  return ordersUrl && /^\d+$/.test(orderId) ? ordersUrl.replace('%d', orderId) : null;
}
