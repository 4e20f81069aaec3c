import { SelectControl } from '@wordpress/components';
import { useCallback } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { href, replaceRoute } from '../../app/route.ts';
import { classLabel } from '../../components/labels.ts';
import { SearchBox } from '../../components/search-box.tsx';

interface Props {
  readonly kind: string;
  readonly q: string;
}

/** Which exceptions to show; the choice stands in the address. */
export function Filters({ kind, q }: Props): Element {
  const search = useCallback((text: string) => replaceRoute(href('exceptions', null, { class: kind, q: text })), [kind]);
  return (
    <div className="crossdock-filters">
      <SelectControl
        __next40pxDefaultSize
        __nextHasNoMarginBottom
        label={__('Class', 'crossdock')}
        value={kind}
        options={choices()}
        onChange={(chosen) => replaceRoute(href('exceptions', null, { class: chosen, q }))}
      />
      <SearchBox label={__('Search exceptions', 'crossdock')} value={q} onSearch={search} />
    </div>
  );
}

function choices(): { value: string; label: string }[] {
  const classes = (['technical', 'master-data', 'business'] as const).map((value) => ({ value, label: classLabel(value) }));
  return [{ value: '', label: __('All', 'crossdock') }, ...classes];
}
