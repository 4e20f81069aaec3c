import { demoOrder, PRODUCTS } from './catalogue.ts';

interface Shop {
  php(code: string): Promise<string>;
}

/** Puts the twelve products into the shop, in one request; a product that is there already is left alone. */
export async function seedProducts(shop: Shop): Promise<void> {
  await shop.php(`
    foreach (json_decode('${phpJson(PRODUCTS)}', true) as $row) {
      if (wc_get_product_id_by_sku($row['sku'])) { continue; }
      $product = class_exists('WC_Product_Simple') ? new WC_Product_Simple() : new WC_Product();
      $product->set_name($row['name']);
      $product->set_sku($row['sku']);
      $product->set_regular_price(number_format($row['cents'] / 100, 2, '.', ''));
      $product->set_manage_stock(true);
      $product->set_stock_quantity(1000);
      $product->save();
    }
    echo 'ok';`);
}

/** Places orders as a checkout would leave them: created, then paid. Returns their ids. */
export async function placeOrders(shop: Shop, from: number, count: number): Promise<number[]> {
  const orders = Array.from({ length: count }, (_, at) => demoOrder(from + at));
  const said = await shop.php(`
    $ids = array();
    foreach (json_decode('${phpJson(orders)}', true) as $row) {
      list($first, $last, $street, $city, $postcode, $country) = $row['person'];
      $address = array('first_name' => $first, 'last_name' => $last, 'address_1' => $street, 'city' => $city, 'postcode' => $postcode, 'country' => $country);
      $order = wc_create_order();
      foreach ($row['lines'] as $line) {
        $order->add_product(wc_get_product(wc_get_product_id_by_sku($line['sku'])), $line['quantity']);
      }
      $order->set_address($address + array('email' => 'customer@shop.example', 'phone' => '+49 221 1234'), 'billing');
      $order->set_address($address, 'shipping');
      $shipping = new WC_Order_Item_Shipping();
      $shipping->set_method_title('Flat rate');
      $shipping->set_method_id('flat_rate');
      $shipping->set_total('4.90');
      $order->add_item($shipping);
      $order->set_customer_note($row['note']);
      $order->set_payment_method('bacs');
      $order->set_payment_method_title('Paid in the demo');
      $order->calculate_totals(false);
      $order->save();
      $order->payment_complete('demo-' . $order->get_id());
      $ids[] = $order->get_id();
    }
    echo wp_json_encode($ids);`);
  return JSON.parse(said) as number[];
}

/** The shop's own books: status, total in cents, and what its customers see of the parcels. */
export interface ShopRow {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly cents: number;
  readonly units: number;
  readonly customerNotes: number;
}

export async function shopBooks(shop: Shop, ids: readonly number[]): Promise<ShopRow[]> {
  const said = await shop.php(`
    $rows = array();
    foreach (json_decode('${phpJson(ids)}', true) as $id) {
      $order = wc_get_order($id);
      $units = 0;
      foreach ($order->get_items() as $item) { $units += (int) $item->get_quantity(); }
      $rows[] = array(
        'id' => $id, 'number' => (string) $order->get_order_number(), 'status' => $order->get_status(),
        'cents' => (int) round(100 * (float) $order->get_total()), 'units' => $units,
        'customerNotes' => count($order->get_customer_order_notes()),
      );
    }
    echo wp_json_encode($rows);`);
  return JSON.parse(said) as ShopRow[];
}

function phpJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
