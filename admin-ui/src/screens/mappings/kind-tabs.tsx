import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { href } from '../../app/route.ts';
import { kindLabel, MAPPING_KINDS } from '../../components/labels.ts';
import type { MappingKind } from '../../data/reads.ts';

/** Links, not ARIA tabs: each table has its own address. */
export function KindTabs({ current }: { readonly current: MappingKind }): Element {
  return (
    <nav aria-label={__('Mapping tables', 'crossdock')}>
      <ul className="crossdock-kinds">
        {MAPPING_KINDS.map((kind) => (
          <li key={kind}>
            <a href={href('mappings', kind)} aria-current={kind === current ? 'page' : undefined}>
              {kindLabel(kind).plural}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
