import type { Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { modulesDir } from '../setup/paths.ts';

const axe = join(modulesDir, 'axe-core/axe.min.js');

/** What is wrong for people who do not see or do not use a mouse; by our own look, and by axe where it is installed. */
export async function audit(page: Page, root: string): Promise<readonly string[]> {
  const own = await page.evaluate(ownLook, root);
  return existsSync(axe) ? [...own, ...(await axeLook(page, root))] : own;
}

function ownLook(root: string): string[] {
  const wrong: string[] = [];
  const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`${root} ${selector}`)];
  const shown = (element: HTMLElement): boolean => element.offsetParent !== null;
  const named = (element: HTMLElement): boolean => {
    const by = element.getAttribute('aria-labelledby');
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement
        ? [...(element.labels ?? [])]
        : [];
    const texts = [
      element.getAttribute('aria-label'),
      by === null ? null : document.getElementById(by)?.textContent,
      ...labels.map((label) => label.textContent),
    ];
    return texts.some((text) => (text ?? '').trim() !== '');
  };
  for (const field of all('input:not([type=hidden]), ' + `${root} select, ${root} textarea`))
    if (!named(field)) wrong.push(`no label: ${field.outerHTML.slice(0, 120)}`);
  for (const button of all('button, ' + `${root} a[href]`)) {
    if (shown(button) && button.textContent.trim() === '' && !named(button)) wrong.push(`no name: ${button.outerHTML.slice(0, 120)}`);
  }
  let level = 0;
  for (const heading of all('h1, ' + `${root} h2, ${root} h3, ${root} h4`).filter(shown)) {
    const next = Number(heading.tagName.slice(1));
    if (level > 0 && next > level + 1) wrong.push(`heading ${next} after ${level}: ${heading.textContent}`);
    level = next;
  }
  const ids = all('[id]').map((element) => element.id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) wrong.push(`id twice: ${id}`);
  for (const cell of all('table').filter((table) => !table.querySelector('caption') || !table.querySelector('th[scope=col]')))
    wrong.push(`table without caption or heads: ${cell.className}`);
  return wrong;
}

interface AxeAnswer {
  readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function axeLook(page: Page, root: string): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  const answer = (await page.evaluate(
    (selector) =>
      (window as unknown as { axe: { run(at: string, how: object): Promise<unknown> } }).axe.run(selector, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
      }),
    root,
  )) as AxeAnswer;
  return answer.violations.map(({ id, help, nodes }) => `axe ${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(' ¦ ')}`);
}

/** Pairs of things a person may click that lie on one another. */
export function clashes(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const things = [
      ...document.querySelectorAll<HTMLElement>('.crossdock a[href], .crossdock button, .crossdock input, .crossdock select'),
    ].filter((thing) => thing.offsetParent !== null && thing.offsetWidth > 1);
    const boxes = things.map((thing) => thing.getBoundingClientRect());
    const found: string[] = [];
    for (const [at, a] of boxes.entries()) {
      for (const [more, b] of boxes.slice(at + 1).entries()) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const one = things[at];
        const other = things[at + 1 + more];
        const inOne =
          one?.closest('.components-base-control') &&
          one.closest('.components-base-control') === other?.closest('.components-base-control');
        if (across > 2 && down > 2 && !inOne) found.push(`${one?.textContent ?? ''} / ${other?.textContent ?? ''}`);
      }
    }
    return found;
  });
}
