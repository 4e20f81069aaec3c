import { speak } from '@wordpress/a11y';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { MappingRow } from '../../../../agent/src/protocol/mappings.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { rescueFocus } from '../../components/rescue-focus.ts';
import { useSubmit } from '../../data/use-submit.ts';
import { deleteMapping } from '../../data/writes.ts';

interface Props {
  readonly row: MappingRow;
  readonly onDeleted: (message: string) => void;
  readonly onClose: () => void;
}

export function DeleteDialog({ row, onDeleted, onClose }: Props): Element {
  const submit = useSubmit();
  const close = (): void => {
    onClose();
    rescueFocus();
  };
  const remove = async (): Promise<void> => {
    await deleteMapping(row.kind, row);
    /* translators: %s: key of a mapping, such as a SKU */
    const message = sprintf(__('The mapping of %s is deleted.', 'crossdock'), row.key);
    speak(message);
    onDeleted(message);
    close();
  };
  return (
    <ConfirmDialog
      title={__('Delete this mapping?', 'crossdock')}
      confirm={__('Delete', 'crossdock')}
      destructive
      submit={submit}
      onConfirm={() => void submit.run(remove)}
      onClose={close}
    >
      {sprintf(
        /* translators: 1: key of a mapping, 2: code at the other system, 3: name of the other system */
        __('%1$s will no longer lead to %2$s at %3$s. New orders that need it will wait until it is mapped again.', 'crossdock'),
        row.key,
        row.value,
        row.connection,
      )}
    </ConfirmDialog>
  );
}
