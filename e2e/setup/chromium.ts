import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a browser on this machine, playwright's own first; null when there is none. */
export function findBrowser(): string | null {
  return [chromium.executablePath(), ...usualPlaces].find((path) => existsSync(path)) ?? null;
}

/** Launch options for any Chromium here: works as root and without a network, shared memory or GPU. */
export function launchOptions(): { executablePath: string; args: string[] } {
  const executablePath = findBrowser();
  if (executablePath === null)
    throw new Error('No Chromium was found. On Debian: apt-get install chromium; elsewhere: npx playwright install chromium');
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return { executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', ...quiet] };
}
