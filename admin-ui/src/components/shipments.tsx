import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { OrderDetail } from '../../../agent/src/protocol/orders.ts';
import { formatTime } from './format.ts';

type Shipment = OrderDetail['order']['shipments'][number];
type Parcel = Shipment['packages'][number];

/** Parcels with their tracking, and whom we have told. */
export function Shipments({ shipments }: { readonly shipments: readonly Shipment[] }): Element {
  if (shipments.length === 0) return <p className="crossdock-empty">{__('Nothing has left yet.', 'crossdock')}</p>;
  return (
    <ul className="crossdock-list">
      {shipments.map((shipment) => (
        <li key={shipment.id}>
          {
            /* translators: %s: time */
            sprintf(__('Left %s.', 'crossdock'), formatTime(shipment.shippedAt))
          }{' '}
          {shipment.voided ? __('It was taken back: it has not left after all.', 'crossdock') : told(shipment)}
          <ul>
            {shipment.packages.map((parcel, index) => (
              <li key={parcel.trackingNumber ?? index}>
                <bdi>{parcel.carrier}</bdi> <Tracking parcel={parcel} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function told({ toldStore, toldErp }: Shipment): string {
  if (toldStore && toldErp) return __('Shop and ERP know.', 'crossdock');
  if (toldStore) return __('The shop knows; the ERP does not yet.', 'crossdock');
  return toldErp ? __('The ERP knows; the shop does not yet.', 'crossdock') : __('Neither shop nor ERP know yet.', 'crossdock');
}

function Tracking({ parcel }: { readonly parcel: Parcel }): Element {
  if (parcel.trackingNumber === null) return <>{__('no tracking number yet', 'crossdock')}</>;
  if (!isWebAddress(parcel.url)) return <bdi className="crossdock-code">{parcel.trackingNumber}</bdi>;
  return (
    <a href={parcel.url} target="_blank" rel="noopener noreferrer">
      <bdi className="crossdock-code">{parcel.trackingNumber}</bdi>{' '}
      <span className="screen-reader-text">{__('(opens in a new tab)', 'crossdock')}</span>
    </a>
  );
}

// The address comes from a carrier or warehouse; anything but the web (javascript:, data:) stays text.
function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url);
}
