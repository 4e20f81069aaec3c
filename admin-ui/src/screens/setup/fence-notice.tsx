import { speak } from '@wordpress/a11y';
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { settings } from '../../data/settings.ts';
import { useSubmit } from '../../data/use-submit.ts';
import { acceptFence, unpair } from '../../data/writes.ts';

type Choice = 'same' | 'copy';

/** The site is not the one that was paired. Until a person says what it is, the plugin stays silent. */
export function FenceNotice({ reasons }: { readonly reasons: readonly string[] }): Element {
  const [choice, setChoice] = useState<Choice | null>(null);
  return (
    <section className="crossdock-fence" aria-labelledby="crossdock-fence-title">
      <h2 id="crossdock-fence-title">{__('Crossdock is silent: this site looks like a copy', 'crossdock')}</h2>
      <p>
        {__(
          'It differs from the one that was paired. So that a copy never sends orders twice, nothing goes out until you say what this site is.',
          'crossdock',
        )}
      </p>
      {reasons.length > 0 && (
        <p>
          {
            /* translators: %s: list of what differs, such as "address, database" */
            sprintf(__('What differs: %s.', 'crossdock'), reasons.map(reasonLabel).join(', '))
          }
        </p>
      )}
      {settings().capabilities.manage ? (
        <div className="crossdock-actions">
          <Button variant="secondary" onClick={() => setChoice('same')}>
            {__('It is the same shop at a new address', 'crossdock')}
          </Button>
          <Button variant="primary" onClick={() => setChoice('copy')}>
            {__('It is a copy: end the pairing here', 'crossdock')}
          </Button>
        </div>
      ) : (
        <p>{__('Ask a shop manager to decide.', 'crossdock')}</p>
      )}
      {choice && <Question choice={choice} onClose={() => setChoice(null)} />}
    </section>
  );
}

function Question({ choice, onClose }: { readonly choice: Choice; readonly onClose: () => void }): Element {
  const submit = useSubmit();
  const same = choice === 'same';
  const decide = async (): Promise<void> => {
    await (same ? acceptFence() : unpair());
    speak(same ? __('The shop goes on at its new address.', 'crossdock') : __('The copy is no longer paired.', 'crossdock'));
    onClose();
  };
  return (
    <ConfirmDialog
      title={same ? __('Go on at this address?', 'crossdock') : __('End the pairing of this copy?', 'crossdock')}
      confirm={same ? __('Go on here', 'crossdock') : __('End the pairing here', 'crossdock')}
      submit={submit}
      onConfirm={() => void submit.run(decide)}
      onClose={onClose}
    >
      {same
        ? __('Choose this only when the old site no longer runs. Otherwise both would send the same orders.', 'crossdock')
        : __('Only this copy forgets the agent. The live shop stays paired and goes on as before.', 'crossdock')}
    </ConfirmDialog>
  );
}

function reasonLabel(reason: string): string {
  const labels: Partial<Record<string, string>> = {
    site_id: __('identity of the site', 'crossdock'),
    address: __('address', 'crossdock'),
    database: __('database', 'crossdock'),
  };
  return labels[reason] ?? reason;
}
