import { z } from 'zod';
import type { CheckResult } from '../../connector/contract.ts';
import { Flag, shaped, type Erp } from './erp.ts';
import type { TrytonSettings } from './settings.ts';

const Right = z.object({ read: Flag, write: Flag, create: Flag, delete: Flag });
type Deed = keyof z.infer<typeof Right>;

// What the agent does in Tryton, in the words in which a missing right is told.
const NEEDED: readonly (readonly [string, Deed, string])[] = [
  ['sale.sale', 'create', 'make sales'],
  ['sale.sale', 'write', 'change sales'],
  ['sale.sale', 'delete', 'delete draft sales'],
  ['party.party', 'create', 'make parties'],
  ['party.address', 'create', 'make addresses'],
  ['product.product', 'read', 'read products'],
  ['account.tax', 'read', 'read taxes'],
  ['stock.shipment.out', 'write', 'change customer shipments'],
  ['stock.move', 'write', 'change stock moves'],
  ['stock.package', 'create', 'make packages'],
  ['account.invoice', 'write', 'post credit notes'],
];

/** Tries the connection and says in plain words what is missing: version, modules, company, rights, products of the settings. */
export async function checkTryton(erp: Erp, settings: TrytonSettings): Promise<CheckResult> {
  const version = await erp.rpc.version();
  const { context } = await erp.rpc.login();
  const company = await companyOf(erp, context['company']);
  const amends = (await fieldsOrNone(erp, 'sale.amendment', ['lines'])).size > 0;
  const facts = {
    ...{ Version: version, Database: settings.database, User: settings.user, Company: company ?? 'none' },
    'Changes after confirmation': amends ? 'yes' : 'no: the module "sale_amendment" is not activated',
  };
  const problems = [
    ...(version.startsWith('6.0.') ? [] : [`Tryton ${version} is not the series 6.0 that this connector is made for`]),
    ...(company === null ? ['the user has no company; choose one in its preferences'] : []),
    ...(await missingModules(erp)),
    ...(await missingRights(erp)),
  ];
  if (problems.length > 0) return { ok: false, message: `Connected, but ${problems.join('; ')}.`, facts };
  const unknown = await missingProducts(erp, settings);
  if (unknown.length > 0)
    return { ok: false, message: `Connected, but Tryton has no product ${unknown.join(', ')} that the settings name.`, facts };
  return { ok: true, message: `Connected to Tryton ${version}, company ${company ?? ''}.`, facts };
}

async function companyOf(erp: Erp, id: unknown): Promise<string | null> {
  if (typeof id !== 'number') return null;
  const [company] = await erp.search('company.company', [['id', '=', id]], z.object({ rec_name: z.string() }));
  return company?.rec_name ?? null;
}

async function missingModules(erp: Erp): Promise<string[]> {
  const sale = await fieldsOrNone(erp, 'sale.sale', ['state', 'web_id']);
  if (!sale.has('state')) return ['the module "sale" is not activated'];
  const packages = await fieldsOrNone(erp, 'stock.package', ['shipping_reference']);
  return [
    ...(sale.has('web_id') ? [] : ['the module "web_shop" is not activated; without it orders cannot be kept from doubling']),
    ...(packages.has('shipping_reference')
      ? []
      : ['the module "stock_package_shipping" is not activated; without it tracking numbers have no place']),
  ];
}

async function fieldsOrNone(erp: Erp, model: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  return erp.fieldsOf(model, names).catch((): ReadonlySet<string> => new Set());
}

async function missingRights(erp: Erp): Promise<string[]> {
  const models = [...new Set(NEEDED.map(([model]) => model))];
  const rights = shaped(z.record(z.string(), Right), await erp.rpc.call('model.ir.model.access.get_access', [models], true), 'get_access');
  const lacking = NEEDED.filter(([model, deed]) => rights[model]?.[deed] !== true).map(([, , words]) => words);
  return lacking.length === 0 ? [] : [`the user may not ${lacking.join(', ')}`];
}

async function missingProducts(erp: Erp, settings: TrytonSettings): Promise<string[]> {
  const codes = [
    settings.shippingProduct,
    settings.feeProduct,
    ...(settings.roundingProduct === undefined ? [] : [settings.roundingProduct]),
    ...(settings.giftCardProduct === undefined ? [] : [settings.giftCardProduct]),
  ];
  const found = await erp.search('product.product', [['code', 'in', codes]], z.object({ code: z.string() }));
  return codes.filter((code) => !found.some((product) => product.code === code)).map((code) => `"${code}"`);
}
