import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The root folder of the project. */
export const projectRoot = at('../../').replace(/\/$/, '');
export const cacheDir = at('../../.cache');
export const pluginDir = at('../../plugin');
export const standinDir = at('../store-standin');
export const phpDir = at('./php');
export const modulesDir = at('../../node_modules');
