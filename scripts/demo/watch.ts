import { watch } from 'node:fs';
import type { Site } from '../../e2e/setup/site.ts';
import type { AgentProcess } from './agent-process.ts';
import { buildScreens } from './build-ui.ts';
import { say, step } from './say.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const SETTLE_MS = 300;

/** Follows the sources: screens are built again, the plugin is copied into the site, the agent is started again. Returns what ends it. */
export function watchSources(site: Site, agent: AgentProcess): () => void {
  const watchers = [
    follow('admin-ui/src', async () => {
      await buildScreens();
      site.sync();
    }),
    follow('plugin', async () => void site.sync(), /^(build|vendor|tests)\b/),
    follow('agent/src', async () => {
      await agent.stop();
      await agent.start();
    }),
  ];
  return () => watchers.forEach((end) => end());
}

function follow(folder: string, act: () => Promise<void>, ignored: RegExp = /^$/): () => void {
  let timer: NodeJS.Timeout | null = null;
  const watcher = watch(ROOT + folder, { recursive: true }, (_event, file) => {
    if (file !== null && ignored.test(file)) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      step(`${folder} changed`);
      act().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
    }, SETTLE_MS);
  });
  return () => {
    if (timer) clearTimeout(timer);
    watcher.close();
  };
}
