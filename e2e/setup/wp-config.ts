import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

export interface MysqlAccess {
  readonly host: string;
  readonly name: string;
  readonly user: string;
  readonly password: string;
}

const salts = [
  'AUTH_KEY',
  'SECURE_AUTH_KEY',
  'LOGGED_IN_KEY',
  'NONCE_KEY',
  'AUTH_SALT',
  'SECURE_AUTH_SALT',
  'LOGGED_IN_SALT',
  'NONCE_SALT',
];

const fixed: Readonly<Record<string, string | boolean>> = {
  DB_CHARSET: 'utf8mb4',
  DB_COLLATE: '',
  // Without this every page of wp-admin waits for the update server; loopback stays open for agent and doorbell.
  WP_HTTP_BLOCK_EXTERNAL: true,
  WP_ACCESSIBLE_HOSTS: '127.0.0.1,localhost',
  DISABLE_WP_CRON: true,
  AUTOMATIC_UPDATER_DISABLED: true,
  DISALLOW_FILE_MODS: true,
  WP_DEBUG: true,
  WP_DEBUG_DISPLAY: false,
  WP_ENVIRONMENT_TYPE: 'local',
};

function literal(value: string | boolean): string {
  return typeof value === 'boolean' ? String(value) : `'${value.replace(/['\\]/g, '\\$&')}'`;
}

/** The salts of a config that is already there, so that reopening a site does not log its users out. */
function keptSalts(path: string): Readonly<Record<string, string>> {
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const found = (name: string): string | undefined => new RegExp(`define\\( '${name}', '([^']+)' \\)`).exec(old)?.[1];
  return Object.fromEntries(salts.map((name) => [name, found(name) ?? randomBytes(36).toString('base64')]));
}

/** The text of wp-config.php for a test site; `oldPath` is where an earlier one may lie. */
export function wpConfig(oldPath: string, database: MysqlAccess | null): string {
  const access = database ?? { host: 'localhost', name: 'wordpress', user: 'nobody', password: '' };
  const constants = {
    ...fixed,
    ...keptSalts(oldPath),
    DB_NAME: access.name,
    DB_USER: access.user,
    DB_PASSWORD: access.password,
    DB_HOST: access.host,
  };
  const lines = Object.entries(constants).map(([name, value]) => `define( '${name}', ${literal(value)} );`);
  const sqlite = ["define( 'DB_DIR', __DIR__ . '/wp-content/database/' );", "define( 'DB_FILE', '.ht.sqlite' );"];
  return `<?php
${[...lines, ...(database === null ? sqlite : [])].join('\n')}
define( 'WP_DEBUG_LOG', __DIR__ . '/.site/debug.log' );
if ( 'https' === ( $_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '' ) ) {
	$_SERVER['HTTPS'] = 'on';
}
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
`;
}
