import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { startGroup } from './process-group.ts';
import { run, which } from './run.ts';
import { waitUntil } from './wait-until.ts';
import type { MysqlAccess } from './wp-config.ts';

export interface Mariadb {
  readonly socket: string;
  readonly port: number;
  /** Makes an empty database, dropping one of that name. */
  createDatabase(name: string): Promise<MysqlAccess>;
  /** Runs SQL and gives what the client prints. */
  sql(statement: string): Promise<string>;
  stop(): Promise<void>;
}

/** A private MariaDB on loopback with its data under `dir`; nothing survives a power cut, which tests do not need. */
export async function startMariadb(dir: string): Promise<Mariadb> {
  const server = (await which('mariadbd')) ?? (await which('mysqld'));
  if (server === null) throw new Error('MariaDB is not installed (mariadbd was not found); on Debian: apt-get install mariadb-server');
  mkdirSync(dir, { recursive: true });
  const data = join(dir, 'data');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  if (!existsSync(join(data, 'mysql'))) {
    await run('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...user,
    ]);
  }
  const port = await freePort();
  // A socket path may hold 107 bytes only, so it never lies under a deep work folder.
  const socket = join(tmpdir(), `crossdock-mariadb-${port}.sock`);
  const flags = ['--bind-address=127.0.0.1', `--port=${port}`, `--socket=${socket}`, `--pid-file=${join(dir, 'pid')}`, '--skip-log-bin'];
  const speed = [
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-flush-method=nosync',
    '--innodb-buffer-pool-size=64M',
    '--performance-schema=OFF',
  ];
  const group = startGroup(server, ['--no-defaults', `--datadir=${data}`, ...user, ...flags, ...speed], join(dir, 'mariadb.log'));
  const sql = (statement: string): Promise<string> =>
    run('mariadb', ['--no-defaults', '-u', 'root', '-S', socket, '-N', '-B'], { input: statement });
  await waitUntil(() => sql('SELECT 1').then(() => true), { within: 90_000, what: `MariaDB (see ${join(dir, 'mariadb.log')})` });
  await sql("CREATE USER IF NOT EXISTS 'wp'@'127.0.0.1' IDENTIFIED BY 'wp'; GRANT ALL ON *.* TO 'wp'@'127.0.0.1';");
  const createDatabase = async (name: string): Promise<MysqlAccess> => {
    await sql(`DROP DATABASE IF EXISTS \`${name}\`; CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
    return { host: `127.0.0.1:${port}`, name, user: 'wp', password: 'wp' };
  };
  return { socket, port, createDatabase, sql, stop: () => group.stop() };
}
