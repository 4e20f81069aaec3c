import type { Element } from '@wordpress/element';
import { _n, __, sprintf } from '@wordpress/i18n';
import { formatCount } from '../components/format.ts';
import { useStatus } from '../data/reads.ts';
import { href } from './route.ts';
import type { Screen } from './route.ts';

const EVERY_MS = 5000;

export function Navigation({ current }: { readonly current: Screen }): Element {
  const open = useStatus(EVERY_MS).data?.kpis.exceptionsOpen ?? 0;
  const links: readonly (readonly [Screen, string])[] = [
    ['overview', __('Overview', 'crossdock')],
    ['exceptions', __('Exceptions', 'crossdock')],
    ['mappings', __('Mappings', 'crossdock')],
    ['orders', __('Orders', 'crossdock')],
    ['setup', __('Setup', 'crossdock')],
  ];
  return (
    <nav className="nav-tab-wrapper" aria-label={__('Crossdock screens', 'crossdock')}>
      {links.map(([screen, text]) => (
        <a
          key={screen}
          href={href(screen)}
          className={screen === current ? 'nav-tab nav-tab-active' : 'nav-tab'}
          aria-current={screen === current ? 'page' : undefined}
        >
          {text}
          {screen === 'exceptions' && open > 0 && <OpenCount open={open} />}
        </a>
      ))}
    </nav>
  );
}

function OpenCount({ open }: { readonly open: number }): Element {
  return (
    <>
      {' '}
      <span className="crossdock-count" aria-hidden="true">
        {formatCount(open)}
      </span>
      <span className="screen-reader-text">
        {
          /* translators: %s: number of open exceptions */
          sprintf(_n('%s open', '%s open', open, 'crossdock'), formatCount(open))
        }
      </span>
    </>
  );
}
