/** Who can cure an exception: technical → integration; master-data → whoever keeps the codes; business → warehouse, finance or shop. */
export type ExceptionClass = 'technical' | 'master-data' | 'business';

/** The team that an exception is routed to. */
export type Owner = 'integration' | 'ecommerce' | 'erp' | 'warehouse' | 'finance';

/** One row of the code table: meaning and cure are what docs/errors.md says, `title` is what a person sees in the list. */
export interface CodeEntry {
  readonly class: ExceptionClass;
  readonly owner: Owner;
  readonly title: string;
  readonly meaning: string;
  readonly cure: string;
}

const entry = (klass: ExceptionClass, owner: Owner, title: string, meaning: string, cure: string): CodeEntry => ({
  class: klass,
  owner,
  title,
  meaning,
  cure,
});

/** Every code that Crossdock ever shows, with its meaning, owner and cure; docs/errors.md is compared with this table both ways. One code, one line. */
// prettier-ignore
export const CODES = {
  'mapping.sku-missing': entry('master-data', 'ecommerce', 'SKU is not mapped', 'A line of the order has a SKU that no mapping leads to an item of the ERP or the warehouse.', 'Map the SKU; the order goes on by itself.'),
  'mapping.location-missing': entry('master-data', 'ecommerce', 'Location is not mapped', 'The location that should ship has no code at the ERP or the warehouse.', 'Map the location; everything that waits for it goes on.'),
  'mapping.carrier-missing': entry('master-data', 'ecommerce', 'Carrier is not mapped', 'The warehouse used a carrier code that the shop does not know.', 'Map the carrier; the tracking number is then sent to the shop.'),
  'mapping.shipping-method-missing': entry('master-data', 'ecommerce', 'Shipping method is not mapped', 'The customer chose a shipping method that has no service at the warehouse.', 'Map the shipping method to a service of the warehouse.'),
  'mapping.payment-method-missing': entry('master-data', 'finance', 'Payment method is not mapped', 'The payment method of the order has no counterpart in the ERP.', 'Map the payment method.'),
  'mapping.tax-missing': entry('master-data', 'finance', 'Tax is not mapped', 'A tax rate of the order has no tax code in the ERP.', 'Map the tax rate to a tax of the ERP.'),
  'mapping.status-missing': entry('master-data', 'ecommerce', 'Status is not mapped', 'A status has no counterpart on the other side.', 'Map the status.'),
  'mapping.unit-missing': entry('master-data', 'erp', 'Unit of measure is not mapped', 'A unit of measure has no counterpart in the ERP.', 'Map the unit.'),
  'order.line-without-sku': entry('master-data', 'ecommerce', 'Line has no SKU', 'A product of the order has no SKU, so no other system can know it.', 'Give the product a SKU in the shop, or map its product id, then retry.'),
  'order.no-lines': entry('business', 'ecommerce', 'Order has no lines', 'The order holds nothing that could be shipped.', 'Add the missing lines in the shop, or cancel the order.'),
  'order.too-many-lines': entry('business', 'ecommerce', 'Order has too many lines', 'The order has more lines than the agent sends in one document.', 'Split the order in the shop, or raise policy.maxLines.'),
  'order.unpaid': entry('business', 'finance', 'Payment is not captured', 'The shop released the order, but its payment is neither captured nor allowed by policy.', 'Capture the payment in the shop, or allow the method in policy.paymentRules.'),
  'order.tax-jurisdiction': entry('business', 'finance', 'Tax of the wrong country', 'The order is taxed by a country in which policy charges no tax, or goes untaxed to one in which it does.', 'Correct the tax in the shop, or accept the order as it is.'),
  'order.zero-total': entry('business', 'finance', 'Total is zero', 'The order costs nothing, and policy asks for a look at such orders.', 'Retry to release it once, or set policy.zeroTotal to "send".'),
  'order.address-incomplete': entry('business', 'ecommerce', 'Address is incomplete', 'The shipping address lacks a part that a parcel needs.', 'Complete the address in the shop; the order goes on by itself.'),
  'order.currency-unsupported': entry('business', 'finance', 'Currency is not supported', 'The currency of the order is not one that the ERP connection takes.', 'Add the currency to policy.currencies once the ERP can book it.'),
  'order.gone': entry('business', 'ecommerce', 'Order was deleted in the shop', 'The order was trashed or deleted in the shop after it had been sent on.', 'Restore it, or cancel it in the ERP and the warehouse.'),
  'money.does-not-tie': entry('business', 'finance', 'Amounts do not add up', 'The lines, shipping, fees and taxes of the order do not sum to its total.', 'Correct the order in the shop; the exception shows the difference.'),
  'money.total-differs': entry('business', 'finance', 'ERP computes another total', 'The ERP came to another total or tax than the shop, so nothing was confirmed there.', 'Check the tax mapping and the rounding rule in the ERP, then retry.'),
  'erp.customer-refused': entry('business', 'erp', 'ERP refused the customer', 'The ERP did not take the customer of the order.', 'Correct what the ERP complains about, then retry.'),
  'erp.order-refused': entry('business', 'erp', 'ERP refused the order', 'The ERP understood the order and said no.', 'Correct what the ERP complains about, then retry.'),
  'erp.item-unknown': entry('master-data', 'erp', 'ERP does not know the item', 'The mapping of a SKU leads to an item that the ERP does not have.', 'Correct the mapping or create the item, then retry.'),
  'erp.warehouse-unknown': entry('master-data', 'erp', 'ERP does not know the warehouse', 'The mapping of the location leads to a warehouse that the ERP does not have.', 'Correct the mapping, then retry.'),
  'erp.tax-unknown': entry('master-data', 'finance', 'ERP does not know the tax', 'The mapping of a tax leads to a tax that the ERP does not have.', 'Correct the mapping, then retry.'),
  'erp.shipment-refused': entry('business', 'erp', 'ERP refused the shipment', 'The ERP did not book the shipment.', 'Book it by hand or correct the stock in the ERP, then retry.'),
  'erp.backordered': entry('business', 'erp', 'ERP has no stock for a line', 'The ERP accepted the order but could not reserve all of it.', 'Nothing to do when goods are on their way; otherwise buy, or cancel the line.'),
  'erp.cancelled-there': entry('business', 'erp', 'Order was cancelled in the ERP', 'Somebody cancelled the order in the ERP, and the shop still sells it.', 'Cancel and refund it in the shop, or send it again.'),
  'wms.order-refused': entry('business', 'warehouse', 'Warehouse refused the order', 'The warehouse understood the fulfillment order and said no.', 'Correct what the warehouse complains about, then retry.'),
  'wms.item-unknown': entry('master-data', 'warehouse', 'Warehouse does not know the item', 'A line leads to an item that the warehouse does not have.', 'Create the item there or map the SKU, then retry.'),
  'wms.exception': entry('business', 'warehouse', 'Warehouse reports a problem', 'The warehouse put the fulfillment order into an exception state.', 'Solve it in the warehouse; it closes itself when the order moves on.'),
  'wms.cancelled-there': entry('business', 'warehouse', 'Warehouse cancelled the order', 'The warehouse cancelled the fulfillment order without being asked.', 'Ask the warehouse, then retry to send it again.'),
  'shipment.unknown-order': entry('business', 'warehouse', 'Shipment for an unknown order', 'The warehouse shipped something under a reference that is none of ours.', 'Ask the warehouse what left, and for whom.'),
  'shipment.unknown-line': entry('business', 'warehouse', 'Shipment of something not ordered', 'The shipment holds a line that the order does not have.', 'Ask the warehouse what was packed.'),
  'shipment.more-than-ordered': entry('business', 'warehouse', 'More units shipped than ordered', 'The units of all shipments of a line are more than were ordered.', 'Ask the warehouse; nothing about this shipment is told to the customer until it is settled.'),
  'shipment.no-tracking': entry('business', 'warehouse', 'Shipment has no tracking number', 'The goods left, but the tracking number has not come within the time that policy allows.', 'Ask the warehouse for the number; the customer is told when it is there.'),
  'shipment.store-refused': entry('business', 'ecommerce', 'Shop refused the shipment', 'The shop did not take the shipment or the new order status.', 'Read the reason; it is usually an order that was edited or deleted.'),
  'cancel.too-late': entry('business', 'warehouse', 'Cancellation came too late', 'The order was cancelled in the shop, but the warehouse had already picked it.', 'Stop the parcel in the warehouse, or let it come back as a return.'),
  'cancel.refused': entry('business', 'erp', 'Cancellation was refused', 'A party did not take the cancellation.', 'Cancel it there by hand, then retry.'),
  'order.held': entry('business', 'ecommerce', 'Order is on hold', 'A rule or a person holds the order back before it goes to the ERP.', 'Look at the order, then release it, or cancel it in the shop.'),
  'order.split-not-possible': entry('business', 'warehouse', 'No location can ship the order', 'No location that the routing rules allow has the goods, or the order would have to be split where that is not allowed.', 'Move stock, change the routing rules, or choose a location.'),
  'order.shipped-more-than-wanted': entry('business', 'warehouse', 'More left than is still wanted', 'Units left the warehouse that the shop had cancelled or refunded meanwhile.', 'Ask the customer to send them back (start a return), or accept that they stay.'),
  'erp.change-refused': entry('business', 'erp', 'The ERP did not take a change', 'The order was edited in the shop after the ERP had it, and the ERP did not take the change, or only a part.', 'Bring the order in the ERP in line by hand, then retry.'),
  'erp.changed-there': entry('business', 'erp', 'Order was changed in the ERP', 'The ERP now sells other units than the shop.', 'Follow the ERP, or correct the order there.'),
  'erp.line-refused': entry('business', 'erp', 'The ERP will not deliver a line', 'The ERP refuses to ever deliver a line of the order.', 'Cancel the line in the shop, or correct it in the ERP.'),
  'wms.change-too-late': entry('business', 'warehouse', 'Too late to change at the warehouse', 'The warehouse had already picked or shipped what should be changed.', 'Ask the warehouse to stop the parcel, or start a return when it has left.'),
  'wms.change-refused': entry('business', 'warehouse', 'The warehouse did not take a change', 'The warehouse refused a change of a fulfillment order.', 'Change it there by hand, then retry.'),
  'wms.short': entry('business', 'warehouse', 'The warehouse could not find units', 'The warehouse was short of units that were requested.', 'Request them again, cancel them, or wait for the warehouse.'),
  'wms.substitution': entry('business', 'warehouse', 'Another item instead of the ordered one', 'The warehouse proposes or has sent another item than the ordered one, and no rule allows it.', 'Approve or reject it.'),
  'wms.fulfillment-unknown': entry('business', 'warehouse', 'Fulfillment order that was never requested', 'The warehouse works on a fulfillment order for this order that we never asked for.', 'Ask the warehouse to stop it; nobody is told of its parcels until it is settled.'),
  'fact.contradiction': entry('business', 'integration', 'A report contradicts what is known', 'A party reported something that cannot be true beside what is already known, so it was set aside.', 'Compare both values with the party; a corrected report closes this by itself.'),
  'return.not-shipped': entry('business', 'warehouse', 'Return of goods that never left', 'A return holds units that were never shipped on this order.', 'Check the order and the return; correct the one that is wrong.'),
  'return.differs': entry('business', 'warehouse', 'Return differs from what was announced', 'Less, more or other goods came back than were announced.', 'Accept what came, or ask the warehouse to count again.'),
  'return.condition': entry('business', 'warehouse', 'Returned goods are not as new', 'Goods came back damaged or incomplete, and policy asks a person what is paid back.', 'Decide whether the customer gets the money back.'),
  'return.unannounced': entry('business', 'warehouse', 'Unannounced return', 'Goods of this order came back that nobody had announced.', 'Accept the return, or reject it.'),
  'return.unknown-order': entry('business', 'warehouse', 'Return for an unknown order', 'Goods or money came back for an order that the shop does not have.', 'Ask who told of it which order is meant; retry when the order is there.'),
  'return.refused': entry('business', 'erp', 'Return was refused', 'A party did not take the return.', 'Correct what it names, then retry.'),
  'refund.to-approve': entry('business', 'finance', 'Refund waits for approval', 'Money should go back to the customer, and policy asks a person first.', 'Approve or reject the refund.'),
  'refund.more-than-captured': entry('business', 'finance', 'Refund is higher than what was paid', 'With this refund more would go back than was captured.', 'Correct the refund or the credit memo.'),
  'refund.ambiguous': entry('business', 'finance', 'Refund and credit memo do not match clearly', 'A refund in the shop and a credit memo in the ERP may or may not be the same money.', 'Say whether they are the same, so that nothing is paid twice.'),
  'refund.refused': entry('business', 'finance', 'Refund was refused', 'The shop did not make the refund.', 'Correct what it names, then retry.'),
  'credit.refused': entry('business', 'finance', 'Credit memo was refused', 'The ERP did not book the credit memo.', 'Correct what it names, then retry.'),
  'store.note-refused': entry('technical', 'ecommerce', 'Note to the customer was refused', 'The shop did not take a note to the customer.', 'Correct what it names, then retry.'),
  'delivery.gave-up': entry('technical', 'integration', 'Could not be delivered in time', 'A write kept failing in passing until its deadline was over.', 'See whether the system answers; retry sends it again under the same key.'),
  'delivery.refused': entry('technical', 'integration', 'Write was refused', 'A party refused a write for a reason that has no code of its own.', 'Read the reason, correct the cause, then retry.'),
  'connection.unreachable': entry('technical', 'integration', 'System does not answer', 'A system cannot be reached.', 'Check that it runs and that its address is right. Work waits and goes on by itself.'),
  'connection.timeout': entry('technical', 'integration', 'System answers too slowly', 'A system did not answer in time; the write may have happened.', 'Nothing at first: it is tried again after a look. Check the system when it stays.'),
  'connection.server-error': entry('technical', 'integration', 'System has a fault', 'A system answered with an error of its own (HTTP 5xx).', 'See its own log. Work waits and goes on by itself.'),
  'connection.rate-limited': entry('technical', 'integration', 'System asks to slow down', 'A system refused work because of too many requests.', "Nothing: the agent waits as asked. Lower the connection's rate when it stays."),
  'connection.auth-failed': entry('technical', 'integration', 'Credentials are refused', 'A system does not accept the user or key of the agent, or the key lacks a capability.', 'Renew the credentials (`crossdock pair` for the shop), then check the connection.'),
  'connection.settings-invalid': entry('technical', 'integration', 'Connection settings are not valid', 'The settings of a connection do not fit its schema, or name something that the system does not have.', 'Correct the configuration file; `crossdock check` says what is wrong.'),
  'connection.contract-broken': entry('technical', 'integration', 'System broke its contract', 'A system answered with something that does not fit its documented shape.', 'Keep the raw payload and ask the vendor; retry after an update.'),
  'connection.conflict': entry('technical', 'integration', 'Document changed meanwhile', 'A document was changed by somebody else between reading and writing.', 'Nothing: it is read afresh and tried again.'),
  'store.fenced': entry('technical', 'integration', 'Site is a copy', 'The site is not the one that was paired, so the plugin stays silent.', 'Pair the site if it is meant to be live; otherwise leave it.'),
  'store.order-unreadable': entry('technical', 'integration', 'Order cannot be read', 'The shop told of an order that its own API then did not give out in a readable form.', 'Open the order in the shop; report it with the raw payload.'),
  'document.unreadable': entry('technical', 'integration', 'Document cannot be read', 'A document does not have the shape that its connector expects; the raw payload is kept.', 'Report it with the raw payload; it is read again after an update or by retry.'),
  'document.schema-too-new': entry('technical', 'integration', 'Stored by a newer version', 'A stored document has a schema version that this version does not know.', 'Update the agent; do not go back to an older one.'),
  'api.signature-invalid': entry('technical', 'integration', 'Wrong signature', 'A call to the agent was not signed with the shared secret.', 'Pair the shop again.'),
  'api.nonce-replayed': entry('technical', 'integration', 'Call was replayed', 'A signed call came twice.', 'Nothing, if it happens once; otherwise look for a proxy that repeats requests.'),
  'api.clock-skew': entry('technical', 'integration', 'Clocks differ', 'The clock of the caller and the clock of the agent are more than five minutes apart.', 'Set both clocks by NTP.'),
  'api.not-paired': entry('technical', 'integration', 'Not paired', 'The agent does not know this shop.', 'Run `crossdock pair`.'),
  'api.not-allowed': entry('technical', 'integration', 'Not allowed', 'The person for whom the shop asks lacks the WordPress capability that this needs.', 'Ask an administrator of the shop for the capability that the message names.'),
  'api.not-found': entry('technical', 'integration', 'Not found', 'What was asked for does not exist.', 'Reload the page.'),
  'api.input-invalid': entry('technical', 'integration', 'Input is not valid', 'A call to the agent had a body or parameters that do not fit.', 'Correct what the message names.'),
  'api.body-malformed': entry('technical', 'integration', 'Body cannot be read', 'The body of a call or webhook is not JSON, or too large.', 'Check who sends it.'),
  'api.conflict': entry('technical', 'integration', 'Changed by somebody else', 'The row was changed after it was shown.', 'Look at the new value, then save again.'),
  'pair.code-invalid': entry('technical', 'integration', 'Pairing code is not valid', 'The code is wrong, used, or older than ten minutes.', 'Make a new code under WooCommerce → Crossdock.'),
  'config.invalid': entry('technical', 'integration', 'Configuration is not valid', 'The configuration file does not fit its schema.', 'Correct the setting that the message names.'),
  'config.secret-missing': entry('technical', 'integration', 'Secret is missing', 'A setting names a secret that is not stored.', 'Store it with `crossdock secret set NAME`.'),
  'config.key-wrong': entry('technical', 'integration', 'Key does not fit the secrets', 'The key of the secret store is missing, is no key, or is not the one that the secrets were stored with.', 'Put the right key file back; without it, delete secrets.enc and store every secret again.'),
  'runtime.bug': entry('technical', 'integration', 'Fault in Crossdock', 'Something happened that should not; it is logged with its stack.', 'Report it with the trace.'),
  'proof.unexplained': entry('business', 'integration', 'Orders are unaccounted for', 'The shop has paid orders that are neither in the ERP nor explained by an exception.', 'Open the list; the agent reads these orders again by itself.'),
} as const satisfies Record<string, CodeEntry>;

/** A stable error or exception code. */
export type ErrorCode = keyof typeof CODES;

/** True when the text is one of our codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CODES, text);
}
