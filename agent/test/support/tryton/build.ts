import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const HERE = dirname(fileURLToPath(import.meta.url));
const CACHE = join(HERE, '../../../../.cache/tryton');
const SEED = join(HERE, 'seed.py');
// Debian's modules are installed for the system's Python only.
const PYTHON = '/usr/bin/python3';

const MODULES = [
  'sale',
  'sale_amendment',
  'stock',
  'stock_lot',
  'stock_package_shipping',
  'stock_split',
  'sale_shipment_cost',
  'sale_shipment_grouping',
  'sale_stock_quantity',
  'web_shop',
  'carrier',
];

/** Debian packages that a test against real Tryton needs. */
export const TRYTON_PACKAGES: readonly string[] = [
  'tryton-server',
  'tryton-proteus',
  ...MODULES.map((module) => `tryton-modules-${module.replaceAll('_', '-')}`),
];

export const DATABASE = 'erp';
export type TaxRounding = 'line' | 'document';

export interface SeededIds {
  readonly company: number;
  readonly warehouses: Readonly<Record<string, number>>;
  readonly products: Readonly<Record<string, number>>;
  readonly taxes: Readonly<Record<string, number>>;
  readonly paymentTerm: number;
  readonly customer: number;
  readonly business: number;
  readonly carriers: Readonly<Record<string, number>>;
}

export interface Template {
  readonly sqlite: string;
  readonly ids: SeededIds;
}

/** Null when Tryton can run here, else a sentence that says what to install. */
export async function trytonMissing(): Promise<string | null> {
  const modules = [
    'sale',
    'stock',
    'web_shop',
    'stock_package_shipping',
    'sale_shipment_cost',
    'stock_split',
    'sale_stock_quantity',
    'stock_lot',
    'sale_amendment',
  ];
  const imports = ['proteus', ...modules.map((module) => `trytond.modules.${module}`)];
  const probe = `import importlib.util as u\nfor m in ${JSON.stringify(imports)}:\n  assert u.find_spec(m), m`;
  try {
    await run(PYTHON, ['-c', probe]);
    return null;
  } catch {
    return `Tryton 6.0 is not installed. On Debian 12 run as root: apt-get install -y --no-install-recommends ${TRYTON_PACKAGES.join(' ')}`;
  }
}

/** Builds the seeded template database once and keeps it in .cache/tryton until the seed script or the year changes; ~30 s the first time. */
export async function prepareTryton(rounding: TaxRounding = 'line'): Promise<Template> {
  const seed = await readFile(SEED, 'utf8');
  const year = new Date().getFullYear();
  const key = createHash('sha256')
    .update(JSON.stringify([seed, MODULES, rounding, year]))
    .digest('hex')
    .slice(0, 12);
  const home = join(CACHE, `${rounding}-${key}`);
  if (!existsSync(join(home, 'ids.json'))) {
    const missing = await trytonMissing();
    if (missing !== null) throw new Error(missing);
    await build(home, rounding);
  }
  return { sqlite: join(home, `${DATABASE}.sqlite`), ids: JSON.parse(await readFile(join(home, 'ids.json'), 'utf8')) as SeededIds };
}

/** Writes the configuration of a server whose database lies in `folder`. */
export async function writeConfig(folder: string, port: number): Promise<string> {
  const file = join(folder, 'trytond.conf');
  const lines = [
    '[database]',
    'uri = sqlite://',
    `path = ${folder}`,
    '[web]',
    `listen = 127.0.0.1:${port}`,
    '[session]',
    'timeout = 86400',
    '',
  ];
  await writeFile(file, lines.join('\n'));
  return file;
}

async function build(home: string, rounding: TaxRounding): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, 'building-'));
  try {
    const config = await writeConfig(work, 1);
    const passwordFile = join(work, 'password');
    await writeFile(passwordFile, 'admin-password-1\n');
    // trytond-admin does not create the file itself.
    await writeFile(join(work, `${DATABASE}.sqlite`), '');
    const env = { ...process.env, TRYTONPASSFILE: passwordFile };
    const admin = ['-c', config, '-d', DATABASE, '--email', 'admin@example.com', '--activate-dependencies', '-u', 'ir', 'res', ...MODULES];
    await run('/usr/bin/trytond-admin', admin, { env, maxBuffer: 64e6 });
    await run(PYTHON, ['-W', 'ignore', SEED, config, DATABASE, rounding, join(work, 'ids.json')], { maxBuffer: 64e6 });
    await rename(work, home).catch((error: unknown) => {
      if (!existsSync(join(home, 'ids.json'))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
