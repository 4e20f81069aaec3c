import { speak } from '@wordpress/a11y';
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { Badge } from '../../components/badge.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ScreenHeading } from '../../components/screen-heading.tsx';
import { settings } from '../../data/settings.ts';
import { useSubmit } from '../../data/use-submit.ts';
import { unpair } from '../../data/writes.ts';
import { Pairing } from './pairing.tsx';

interface Props {
  readonly paired: boolean;
  readonly agentUrl: string;
}

export function SetupScreen({ paired, agentUrl }: Props): Element {
  return (
    <section>
      <ScreenHeading title={paired ? __('Setup', 'crossdock') : __('Pair this shop with its agent', 'crossdock')} />
      {paired ? <Paired agentUrl={agentUrl} /> : <Pairing />}
    </section>
  );
}

function Paired({ agentUrl }: { readonly agentUrl: string }): Element {
  const [asking, setAsking] = useState(false);
  const submit = useSubmit();
  const end = async (): Promise<void> => {
    await unpair();
    speak(__('The shop is no longer paired.', 'crossdock'));
    setAsking(false);
  };
  return (
    <>
      <p>
        <Badge tone="good" text={__('Paired', 'crossdock')} />{' '}
        {
          /* translators: 1: name of the site, 2: address of the agent */
          sprintf(__('%1$s is paired with the agent at %2$s.', 'crossdock'), settings().siteName, agentUrl)
        }
      </p>
      {settings().capabilities.manage && (
        <Button variant="secondary" isDestructive onClick={() => setAsking(true)}>
          {__('End the pairing', 'crossdock')}
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title={__('End the pairing?', 'crossdock')}
          confirm={__('End the pairing', 'crossdock')}
          destructive
          submit={submit}
          onConfirm={() => void submit.run(end)}
          onClose={() => setAsking(false)}
        >
          {__('The agent loses its access to this shop. New orders wait here until it is paired again; nothing is deleted.', 'crossdock')}
        </ConfirmDialog>
      )}
    </>
  );
}
