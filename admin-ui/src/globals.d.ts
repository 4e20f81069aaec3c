import type { Settings } from './data/settings.ts';

declare global {
  interface Window {
    crossdockSettings?: Settings;
  }
}

declare module '*.scss';
