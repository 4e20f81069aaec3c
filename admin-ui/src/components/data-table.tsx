import type { Element } from '@wordpress/element';
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** True for the one cell that names the row. */
  readonly names?: boolean;
}

interface Props<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowClass?: (row: Row) => string;
}

/** A plain table with a caption; it scrolls by itself where it does not fit, also by keyboard. */
export function DataTable<Row>({ caption, columns, rows, rowKey, rowClass }: Props<Row>): Element {
  return (
    <div className="crossdock-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table className="widefat striped crossdock-table">
        <caption className="screen-reader-text">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={`is-${column.id}`}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={rowClass?.(row)}>
              {columns.map((column) => (
                <Cell key={column.id} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }): Element {
  const className = `is-${column.id}`;
  if (column.names) {
    return (
      <th scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  }
  return <td className={className}>{column.cell(row)}</td>;
}
