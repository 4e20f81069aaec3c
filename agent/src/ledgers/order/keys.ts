import type { Role } from '../../domain/reference.ts';

/** The names of an order's deliveries; stored for ever, so they never change. */
export const KEYS = {
  customer: 'erp.customer',
  salesOrder: 'erp.sales-order',
  erpCancel: 'erp.cancel',
  storeStatus: 'store.status',
  fulfillmentOrder: (number: number) => `wms.fulfillment-order/${number}`,
  wmsCancel: (number: number) => `wms.cancel/${number}`,
  erpShipment: (shipmentId: string) => `erp.shipment/${shipmentId}`,
  erpChange: 'erp.change',
  wmsChange: (number: number) => `wms.change/${number}`,
  storeNote: (noteId: string) => `store.note/${noteId}`,
  returnOrder: (returnId: string) => `erp.return-order/${returnId}`,
  returnNotice: (returnId: string) => `wms.return-notice/${returnId}`,
  creditMemo: (id: string) => `erp.credit-memo/${id}`,
  refund: (id: string) => `store.refund/${id}`,
  storeShipment: (shipmentId: string) => `store.shipment/${shipmentId}`,
} as const;

/** True for cancellations; their receipts carry a verdict. */
export function isCancelKey(key: string): boolean {
  return key === KEYS.erpCancel || key.startsWith('wms.cancel/');
}

/** True for changes of what a party already has; their receipts carry a verdict too. */
export function isChangeKey(key: string): boolean {
  return key === KEYS.erpChange || key.startsWith('wms.change/');
}

/** To whom a delivery of this key goes; null when the key is none of ours. */
export function roleOfKey(key: string): Role | null {
  const role = key.slice(0, key.indexOf('.'));
  return role === 'erp' || role === 'wms' || role === 'store' ? role : null;
}

/** The start of the keys of exceptions about units that left although nobody wants them any more; the ids of their lines follow, joined by "+". */
export const SURPLUS = 'order.shipped-more-than-wanted:';
