// What the tests need beside npm: installed by apt on Debian as root, otherwise named so that a person can install it.
import { readFileSync } from 'node:fs';
import { has, run } from './process.mjs';

const TRYTON_MODULES =
  'sale sale-amendment stock sale-supply stock-lot stock-supply purchase sale-shipment-cost sale-shipment-grouping stock-package stock-package-shipping carrier web-shop sale-stock-quantity stock-split account-product';

/** One need: how to see that it is there, and Debian's packages for it. */
const NEEDS = [
  { name: 'php', there: () => has('php'), packages: ['php-cli', 'php-mbstring', 'php-xml'] },
  {
    name: 'php-extensions',
    there: () => phpHas(['pdo_sqlite', 'mysqli', 'curl', 'gd', 'zip']),
    packages: ['php-sqlite3', 'php-mysql', 'php-curl', 'php-gd', 'php-zip'],
  },
  { name: 'composer', there: () => has('composer'), packages: ['composer'] },
  { name: 'mariadb', there: () => has('mariadbd'), packages: ['mariadb-server'] },
  { name: 'chromium', there: async () => (await has('chromium')) || (await has('google-chrome')), packages: ['chromium'] },
  { name: 'sshd', there: async () => (await run('test', ['-x', '/usr/sbin/sshd'])).code === 0, packages: ['openssh-server'] },
  { name: 'unzip', there: () => has('unzip'), packages: ['unzip'] },
  {
    name: 'tryton',
    there: () => trytonComplete(),
    packages: ['tryton-server', 'tryton-proteus', ...TRYTON_MODULES.split(' ').map((name) => `tryton-modules-${name}`)],
  },
];

async function phpHas(extensions) {
  const { code, output } = await run('php', ['-m']);
  const loaded = output.toLowerCase().split(/\s+/);
  return code === 0 && extensions.every((name) => loaded.includes(name));
}

async function trytonComplete() {
  if (!(await has('trytond-admin'))) return false;
  return (
    (
      await run('/usr/bin/python3', [
        '-c',
        'import proteus, trytond.modules.web_shop, trytond.modules.stock_package_shipping, trytond.modules.stock_split, trytond.modules.sale_amendment',
      ])
    ).code === 0
  );
}

/** Installs what is missing where that is possible; returns the names of what is still missing. */
export async function ensureSystem() {
  const missing = await absent();
  if (missing.length === 0) return new Set();
  const names = missing.map((need) => need.name).join(', ');
  if (!(await mayInstall())) {
    console.log(`Not on this machine: ${names}. On Debian: apt-get install ${missing.flatMap((need) => need.packages).join(' ')}`);
    return new Set(missing.map((need) => need.name));
  }
  console.log(`Installing by apt: ${names} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const packages = missing.flatMap((need) => need.packages);
  await run('apt-get', ['update', '-qq'], { env });
  const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  if (code !== 0) console.error(output.split('\n').slice(-15).join('\n'));
  const still = await absent();
  for (const need of still) console.error(`Still missing after apt: ${need.name}`);
  return new Set(still.map((need) => need.name));
}

async function absent() {
  const there = await Promise.all(NEEDS.map((need) => need.there()));
  return NEEDS.filter((_, index) => !there[index]);
}

async function mayInstall() {
  if (process.getuid?.() !== 0 || !(await has('apt-get'))) return false;
  try {
    return /^(ID|ID_LIKE)=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
