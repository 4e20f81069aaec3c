import { CHAPTERS, type Outcome, type Progress, type Scenario, type Units } from './scenario.ts';

/** The catalogue as a page for people who run a warehouse, not for programmers. */
export function scenarioPage(catalogue: readonly Scenario[]): string {
  const chapters = CHAPTERS.map((chapter) => {
    const stories = catalogue.filter((scenario) => scenario.chapter === chapter);
    return `## ${chapter}\n\n${stories.map(story).join('\n')}`;
  });
  const tryton = catalogue.filter((scenario) => scenario.tryton).length;
  return `# What happens when …

${catalogue.length} stories of an order. Each is played by \`npm test\` with a shop, an ERP and a warehouse that are real servers, and again with the agent killed at every boundary between two of its stages; the books must come out the same. Those marked ◆ (${tryton}) are also played with a real Tryton as the ERP, and all of them with a real WooCommerce as the shop where one is given.

This page is written by \`node scripts/docs-scenarios.ts\` from the same data; do not edit it by hand.

${chapters.join('\n')}`;
}

function story(scenario: Scenario): string {
  const steps = scenario.when.map(({ says }, at) => `${at + 1}. ${says}`);
  return `### ${scenario.title}${scenario.tryton ? ' ◆' : ''}

${scenario.why}

**Given** ${lower(scenario.given)}

${steps.length === 0 ? '**When** nothing else happens,' : `**When**\n\n${steps.join('\n')}`}

**Then**

${ending(scenario.then)
  .map((line) => `- ${line}`)
  .join('\n')}
`;
}

function lower(text: string): string {
  return /^(The|A|An|One|Two|Three|Four) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function ending({ shop, erp, warehouse, open }: Outcome): string[] {
  return [
    `The **shop** shows “${shop.status}”${parcels(shop.parcels)}${refunds(shop.refunds)}.`,
    ...(shop.told === undefined ? [] : [told(shop.told)]),
    erp.order === null
      ? 'The **ERP** has never heard of the order.'
      : `The **ERP** has the order as “${erp.order.status}”${erp.order.total ? ` with a total of ${erp.order.total}` : ''}: ${progress(erp.order.lines)}${credits(erp.credits)}.`,
    ...atWarehouse(warehouse),
    open.length === 0
      ? 'Nobody has to do anything.'
      : `A **person** still sees ${open.map((code) => `[\`${code}\`](errors.md)`).join(', ')}.`,
  ];
}

function parcels(list: readonly Units[] | undefined): string {
  if (list === undefined) return '';
  if (list.length === 0) return ' and no parcel';
  const words = list.map((units) => (list.length === 1 ? units : units)).map(units);
  return list.length === 1 ? ` and one parcel: ${words[0]}` : ` and ${list.length} parcels: ${words.join('; ')}`;
}

function refunds(list: readonly string[] | undefined): string {
  return list === undefined || list.length === 0 ? '' : `; ${list.join(' and ')} went back to the customer`;
}

function credits(list: readonly string[] | undefined): string {
  return list === undefined || list.length === 0 ? '' : `, and a credit memo over ${list.join(' and ')}`;
}

function told(list: readonly string[]): string {
  if (list.length === 0) return 'The **customer** was told nothing.';
  const words = list.map((piece) => `“… ${piece} …”`);
  return `The **customer** was told ${list.length === 1 ? 'once' : list.length === 2 ? 'twice' : `${list.length} times`}: ${words.join(', then ')}.`;
}

function atWarehouse({ orders, returns }: Outcome['warehouse']): string[] {
  const asked = orders.map(
    ({ at, status, lines }) => `The **warehouse**${at ? ` ${at}` : ''} has a fulfillment order as “${status}”: ${progress(lines)}.`,
  );
  const back = (returns ?? []).map(
    ({ announced, received }) => `The **warehouse** expected ${units(announced)} back and received ${units(received)}.`,
  );
  return [...(asked.length > 0 ? asked : ['The **warehouse** has nothing to do.']), ...back];
}

function units(list: Units): string {
  return (
    Object.entries(list)
      .map(([sku, n]) => `${n} × ${sku}`)
      .join(', ') || 'nothing'
  );
}

function progress(lines: Progress): string {
  return Object.entries(lines)
    .map(([sku, [ordered, shipped]]) => `${sku} ${shipped} of ${ordered} shipped`)
    .join(', ');
}
