import { speak } from '@wordpress/a11y';
import { useEffect, useRef } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { OutageNotice } from '../components/outage-notice.tsx';
import { useShopState } from '../data/reads.ts';
import type { ShopState } from '../data/reads.ts';
import { settings } from '../data/settings.ts';
import { ExceptionsScreen } from '../screens/exceptions/exceptions-screen.tsx';
import { MappingsScreen } from '../screens/mappings/mappings-screen.tsx';
import { OrderScreen } from '../screens/orders/order-screen.tsx';
import { OrdersScreen } from '../screens/orders/orders-screen.tsx';
import { OverviewScreen } from '../screens/overview/overview-screen.tsx';
import { FenceNotice } from '../screens/setup/fence-notice.tsx';
import { SetupScreen } from '../screens/setup/setup-screen.tsx';
import { Navigation } from './navigation.tsx';
import { useRoute } from './route.ts';
import type { Route } from './route.ts';

const WHILE_PAIRING_MS = 2000;
const PAIRED_MS = 15_000;

export function App(): Element {
  const route = useRoute();
  const { paired, fenced, agentUrl, fence_reasons: reasons } = useKnownState();
  useAnnounced(paired);
  return (
    <div className="crossdock">
      <h1>{__('Crossdock', 'crossdock')}</h1>
      {paired && <Navigation current={route.screen} />}
      {fenced && <FenceNotice reasons={reasons} />}
      <OutageNotice />
      {paired ? <Screen route={route} agentUrl={agentUrl} /> : <SetupScreen paired={false} agentUrl={agentUrl} />}
    </div>
  );
}

function Screen({ route, agentUrl }: { readonly route: Route; readonly agentUrl: string }): Element {
  switch (route.screen) {
    case 'overview':
      return <OverviewScreen />;
    case 'exceptions':
      return <ExceptionsScreen {...route} />;
    case 'mappings':
      return <MappingsScreen {...route} />;
    case 'orders':
      return route.id === null ? (
        <OrdersScreen {...route} />
      ) : (
        <OrderScreen key={route.id} orderId={route.id} connection={route.query['connection']} />
      );
    case 'setup':
      return <SetupScreen paired agentUrl={agentUrl} />;
  }
}

/** The page is printed with the state of that moment; from then on it is asked for. */
function useKnownState(): ShopState {
  const printed = settings();
  const last = useRef(printed.paired);
  const { data } = useShopState(last.current ? PAIRED_MS : WHILE_PAIRING_MS);
  const known = data ?? { paired: printed.paired, fenced: printed.fenced, agentUrl: printed.agentUrl, fence_reasons: [] };
  last.current = known.paired;
  return known;
}

function useAnnounced(paired: boolean): void {
  const before = useRef(paired);
  useEffect(() => {
    if (paired && !before.current) speak(__('Paired. The agent is connected.', 'crossdock'));
    before.current = paired;
  }, [paired]);
}
